"""Puts the web application together: wiring only."""

from __future__ import annotations

import os

from flask import Blueprint, Flask

from dashboards import PREFIX
from models.queries.continuum import kept
from tracker import device, errors, formatting, pages, sent_forms, standings, storage
from tracker.accounts import signin
from tracker.accounts.pages import bp as accounts
from tracker.actions.views import bp as actions
from tracker.activities import bp as activities
from tracker.agreements import bp as agreements
from tracker.alliances import bp as alliances
from tracker.application import Application
from tracker.board.views import bp as board
from tracker.calendar.views import bp as calendar
from tracker.charts import bp as charts
from tracker.comparisons.views import bp as comparisons
from tracker.config import Settings
from tracker.crosswalks.views import bp as crosswalks
from tracker.dashboards_mount import guard_dashboards, mount_dashboards
from tracker.district.views import bp as district
from tracker.district.years import bp as school_years
from tracker.documents.views import bp as documents
from tracker.evaluations.views import bp as evaluations
from tracker.facts.views import bp as facts
from tracker.gaps.views import bp as gaps
from tracker.hand_overs import bp as hand_overs
from tracker.help import beside
from tracker.help.views import bp as help_pages
from tracker.home.views import bp as home
from tracker.hour_rates import bp as hour_rates
from tracker.imports.views import bp as imports
from tracker.indicators.views import bp as indicators
from tracker.lists.views import bp as lists
from tracker.map_wordings.views import bp as map_wordings
from tracker.partner_entries.views import bp as partner_entries
from tracker.partners import bp as partners
from tracker.partnerships import bp as partnerships
from tracker.people import bp as people
from tracker.permissions import deny_unnamed
from tracker.records.views import bp as records
from tracker.reminders.views import bp as reminders
from tracker.roster.views import bp as roster
from tracker.security import set_headers
from tracker.series.views import bp as series
from tracker.settings_check import check_limits, use_locale
from tracker.thanks.views import bp as thanks
from tracker.thresholds.views import bp as thresholds
from tracker.web_extensions import compress, csrf, limiter
from tracker.years import bp as years

BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts,
    home,
    activities,
    series,
    partners,
    partnerships,
    agreements,
    evaluations,
    records,
    lists,
    imports,
    documents,
    indicators,
    years,
    comparisons,
    facts,
    actions,
    gaps,
    roster,
    thresholds,
    hour_rates,
    crosswalks,
    district,
    school_years,
    map_wordings,
    help_pages,
    reminders,
    calendar,
    charts,
    alliances,
    partner_entries,
    hand_overs,
    people,
    board,
    thanks,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application.

    Args:
        settings: Where absent they are read from the environment.

    Raises:
        SettingsProblem: A setting is missing or cannot be read.
    """
    settings = settings or Settings.from_env(os.environ)
    check_limits(settings)
    use_locale(settings)
    app = Application("tracker")
    app.config.from_mapping(settings.for_flask())
    pages.trust_proxies(app, settings.trusted_proxies)
    kept.megabytes = settings.engine_megabytes
    storage.register(app)
    signin.register(app)
    device.notice_scripts(app)
    signin.name_the_actor(app)
    sent_forms.init_app(app)
    device.init_app(app)
    standings.init_app(app)
    guard_dashboards(app)
    csrf.init_app(app)
    limiter.init_app(app)
    compress.init_app(app)
    deny_unnamed(app, guarded_prefix=PREFIX)
    errors.register(app)
    formatting.register(app)
    pages.register(app)
    beside.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    hashes = mount_dashboards(app)
    set_headers(app, is_secure=settings.is_secure, script_hashes=hashes)
    storage.let_go(app)
    return app
