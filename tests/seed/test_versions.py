"""Which version of the rules judges which days: of a new installation, and of one that began with an older one."""

from datetime import date

import pytest

from seed.catalogue import FOLDER, NEWEST, VERSIONS
from seed.versions import Dated, RulesChanged, dated_versions

LONG_AGO = date(2000, 1, 1)
SHIPPED = [Dated("1", LONG_AGO), Dated("2", LONG_AGO), Dated("3", LONG_AGO)]
TODAY = date(2026, 11, 25)


def dated(stored=None, **options):
    return [(version, str(first)) for version, first in dated_versions(SHIPPED, stored or {}, today=TODAY, **options)]


def test_a_new_installation_judges_all_days_by_the_newest():
    assert dated() == [("3", "2000-01-01")]


def test_a_setting_puts_the_version_before_it_in_force_before_a_day():
    assert dated(newest_from=date(2026, 7, 1)) == [("2", "2000-01-01"), ("3", "2026-07-01")]


def test_a_day_before_all_records_leaves_nothing_to_an_older_version():
    assert dated(newest_from=LONG_AGO) == [("3", "2000-01-01")]


def test_an_older_installation_keeps_its_rules_and_takes_the_newest_from_today_on():
    assert dated({"1": LONG_AGO}) == [("1", "2000-01-01"), ("3", "2026-11-25")]


def test_an_older_installation_may_say_from_when():
    assert dated({"2": LONG_AGO}, newest_from=date(2027, 7, 1)) == [("2", "2000-01-01"), ("3", "2027-07-01")]


def test_what_is_stored_stays_whatever_is_set_afterwards():
    stored = {"1": LONG_AGO, "3": date(2026, 9, 1)}

    assert dated(stored, newest_from=date(2026, 7, 1)) == [("1", "2000-01-01"), ("3", "2026-09-01")]


def test_rules_of_the_installations_own_come_first_and_no_day_gets_two():
    assert dated({"own": date(2027, 7, 1)}) == [("3", "2027-07-02")]


def test_a_first_day_that_others_judge_already_is_refused():
    with pytest.raises(RulesChanged, match="stored judge the days from 2026-09-01 on"):
        dated({"2": date(2026, 9, 1)}, newest_from=date(2026, 7, 1))


def test_every_version_has_its_folder_and_the_newest_is_one_of_them():
    assert sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir()) == sorted(VERSIONS)
    assert NEWEST in VERSIONS
