"""What each role may do: one list of permissions and one table."""

from __future__ import annotations

import enum

from models.accounts import Role


class Permission(enum.StrEnum):
    """One thing a person may do at the place chosen in the header."""

    HOME_SEE = "home:see"
    LOG_READ = "log:read"
    LOG_WRITE = "log:write"
    ACTIVITIES_READ = "activities:read"
    ACTIVITIES_WRITE = "activities:write"
    ACTIVITIES_ARCHIVE = "activities:archive"
    PARTNERS_READ = "partners:read"
    PARTNERS_WRITE = "partners:write"
    PARTNERS_MERGE = "partners:merge"
    PARTNERS_SHARE = "partners:share"
    PARTNERSHIPS_READ = "partnerships:read"
    PARTNERSHIPS_WRITE = "partnerships:write"
    AGREEMENTS_READ = "agreements:read"
    AGREEMENTS_WRITE = "agreements:write"
    AGREEMENTS_ASSIGN = "agreements:assign"
    EVALUATIONS_READ = "evaluations:read"
    EVALUATIONS_WRITE = "evaluations:write"
    DOCUMENTS_READ = "documents:read"
    DASHBOARDS_READ = "dashboards:read"
    RECORDS_READ = "records:read"
    RECORDS_WRITE = "records:write"
    RECORDS_ARCHIVE = "records:archive"
    TEAM_READ = "team:read"
    TEAM_WRITE = "team:write"
    ATTESTATIONS_READ = "attestations:read"
    IMPORTS_WRITE = "imports:write"
    ATTESTATIONS_WRITE = "attestations:write"
    YEAR_READ = "year:read"
    YEAR_WRITE = "year:write"
    YEAR_SIGN = "year:sign"
    YEARS_OPEN = "years:open"
    ACTIONS_READ = "actions:read"
    ACTIONS_DO = "actions:do"
    ACTIONS_WRITE = "actions:write"
    GAPS_READ = "gaps:read"
    ALLIANCE_SEE = "alliance:see"
    ALLIANCE_WRITE = "alliance:write"
    ALLIANCE_CONFIRM = "alliance:confirm"
    PEOPLE_INVITE = "people:invite"
    SCHOOL_ADMIN = "school:admin"
    WORDING_WRITE = "wording:write"
    DISTRICT_SEE = "district:see"
    THRESHOLDS_WRITE = "thresholds:write"
    VIEWS_KEEP = "views:keep"
    VIEWS_SHARE = "views:share"
    EMBEDS_WRITE = "embeds:write"
    ACCOUNT = "account"


_VIEW = frozenset(
    {
        Permission.HOME_SEE,
        Permission.LOG_READ,
        Permission.ACTIVITIES_READ,
        Permission.DASHBOARDS_READ,
        Permission.YEAR_READ,
        Permission.VIEWS_KEEP,
        Permission.ACCOUNT,
    }
)
_CONTRIBUTE = _VIEW | {
    Permission.LOG_WRITE,
    Permission.ACTIVITIES_WRITE,
    Permission.RECORDS_READ,
    Permission.RECORDS_WRITE,
    Permission.ACTIONS_READ,
    Permission.ACTIONS_DO,
}
_READ_ALL = _VIEW | {
    Permission.PARTNERS_READ,
    Permission.PARTNERSHIPS_READ,
    Permission.AGREEMENTS_READ,
    Permission.EVALUATIONS_READ,
    Permission.DOCUMENTS_READ,
    Permission.RECORDS_READ,
    Permission.TEAM_READ,
    Permission.ATTESTATIONS_READ,
    Permission.ACTIONS_READ,
    Permission.GAPS_READ,
}
_SLT = (
    _CONTRIBUTE
    | _READ_ALL
    | {
        Permission.ACTIVITIES_ARCHIVE,
        Permission.EVALUATIONS_WRITE,
        Permission.RECORDS_ARCHIVE,
        Permission.TEAM_WRITE,
        Permission.ATTESTATIONS_WRITE,
        Permission.YEAR_WRITE,
        Permission.ACTIONS_WRITE,
        Permission.AGREEMENTS_ASSIGN,
    }
)
_POINT = _SLT | {
    Permission.PARTNERS_WRITE,
    Permission.PARTNERS_MERGE,
    Permission.PARTNERSHIPS_WRITE,
    Permission.AGREEMENTS_WRITE,
    Permission.IMPORTS_WRITE,
    Permission.ALLIANCE_CONFIRM,
    Permission.PEOPLE_INVITE,
    Permission.VIEWS_SHARE,
    Permission.EMBEDS_WRITE,
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.DISTRICT_ADMIN: _READ_ALL
    | {
        Permission.PARTNERS_MERGE,
        Permission.PARTNERS_SHARE,
        Permission.AGREEMENTS_ASSIGN,
        Permission.YEARS_OPEN,
        Permission.DISTRICT_SEE,
        Permission.THRESHOLDS_WRITE,
        Permission.SCHOOL_ADMIN,
        Permission.PEOPLE_INVITE,
        Permission.VIEWS_SHARE,
        Permission.WORDING_WRITE,
    },
    Role.SCHOOL_ADMIN: _POINT | {Permission.SCHOOL_ADMIN, Permission.YEAR_SIGN, Permission.WORDING_WRITE},
    Role.POINT_PERSON: _POINT,
    Role.SLT_MEMBER: _SLT | {Permission.YEAR_SIGN},
    Role.CONTRIBUTOR: _CONTRIBUTE,
    Role.VIEWER: _VIEW,
    Role.ALLIANCE_MEMBER: frozenset({Permission.ALLIANCE_SEE, Permission.ALLIANCE_WRITE, Permission.ACCOUNT}),
}
