"""Who gets what from which address: the answer to GET and to POST, for each role of `office.ROLES`, in order:
anonymous, stranger, requester, approver, ex-approver, auditor, process admin, company editor.

302 for a page is the way to the log-in (anonymous) or to another page; 404 hides what one may not see; 405
answers a GET on an act and a POST on a page; 403 refuses an act to somebody who may see the request; 409 says
that it is too late, 422 that something is not right. A new address without a row fails the test."""

TABLE = """
healthz                           200 200 200 200 200 200 200 200  200 200 200 200 200 200 200 200
org_public:invitation             410 410 410 410 410 410 410 410  410 410 410 410 410 410 410 410
wagtailadmin_home                 302 302 302 302 302 302 302 302  302 302 302 302 302 302 302 302
wagtailadmin_account              302 200 200 200 200 200 200 200  302 200 200 200 200 200 200 200
wagtailadmin_logout               405 405 405 405 405 405 405 405  302 302 302 302 302 302 302 302
flows:tasks                       302 200 200 200 200 200 200 200  302 405 405 405 405 405 405 405
flows:attention                   302 200 200 200 200 200 200 200  302 405 405 405 405 405 405 405
flows:requests                    302 200 200 200 200 200 200 200  302 405 405 405 405 405 405 405
flows:decided                     302 200 200 200 200 200 200 200  302 405 405 405 405 405 405 405
flows:process                     302 200 200 200 200 200 200 200  302 405 405 405 405 405 405 405
flows:new                         302 200 200 200 200 200 200 200  302 405 405 405 405 405 405 405
flows:people                      302 200 200 200 200 200 200 200  302 405 405 405 405 405 405 405
flows:start                       302 405 405 405 405 405 405 405  302 302 302 302 302 302 302 302
flows:case                        302 404 200 200 200 200 404 404  302 405 405 405 405 405 405 405
flows:looked                      302 405 405 405 405 405 405 405  302 404 204 204 204 204 404 404
flows:edit                        302 404 302 302 302 302 404 404  302 404 409 403 403 403 404 404
flows:live                        302 405 405 405 405 405 405 405  302 404 409 409 409 409 404 404
flows:autosave                    302 405 405 405 405 405 405 405  302 404 409 403 403 403 404 404
flows:suggest                     302 404 409 409 409 409 404 404  302 405 405 405 405 405 405 405
flows:attach                      302 405 405 405 405 405 405 405  302 404 404 404 404 404 404 404
flows:file                        302 404 200 200 200 200 404 404  302 405 405 405 405 405 405 405
flows:file_remove                 302 405 405 405 405 405 405 405  302 404 404 404 404 404 404 404
flows:route                       302 404 302 302 302 302 404 404  302 405 405 405 405 405 405 405
flows:send                        302 405 405 405 405 405 405 405  302 404 409 403 403 403 404 404
flows:recall                      302 405 405 405 405 405 405 405  302 404 302 403 403 403 404 404
flows:cancel                      302 405 405 405 405 405 405 405  302 404 302 403 403 403 404 404
flows:copy                        302 405 405 405 405 405 405 405  302 404 302 302 302 302 404 404
flows:comment                     302 405 405 405 405 405 405 405  302 404 302 302 302 302 404 404
flows:answer                      302 405 405 405 405 405 405 405  302 404 302 403 403 403 404 404
flows:approve                     302 405 405 405 405 405 405 405  302 404 403 302 403 403 404 404
flows:approve_with_remarks        302 405 405 405 405 405 405 405  302 404 403 302 403 403 404 404
flows:return_for_rework           302 405 405 405 405 405 405 405  302 404 403 302 403 403 404 404
flows:decline                     302 405 405 405 405 405 405 405  302 404 403 302 403 403 404 404
flows:complete                    302 405 405 405 405 405 405 405  302 404 403 403 403 403 404 404
flows:take                        302 405 405 405 405 405 405 405  302 404 403 403 403 403 404 404
flows:give_back                   302 405 405 405 405 405 405 405  302 404 403 403 403 403 404 404
flows:reassign                    302 405 405 405 405 405 405 405  302 404 403 302 403 403 404 404
flows:choose                      302 405 405 405 405 405 405 405  302 404 409 409 409 409 404 404
flows:candidates                  302 404 200 200 200 200 404 404  302 405 405 405 405 405 405 405
flows:retry                       302 405 405 405 405 405 405 405  302 404 409 409 409 409 404 404
designer:processes                302 404 404 404 404 404 200 404  302 404 404 404 404 404 405 404
designer:install                  302 404 404 404 404 404 200 404  302 404 404 404 404 404 422 404
designer:confirm                  302 404 404 404 404 404 405 404  302 404 404 404 404 404 422 404
designer:lists                    302 404 404 404 404 404 200 404  302 404 404 404 404 404 405 404
designer:items                    302 404 404 404 404 404 200 404  302 404 404 404 404 404 405 404
designer:new_item                 302 404 404 404 404 404 200 404  302 404 404 404 404 404 422 404
designer:item                     302 404 404 404 404 404 200 404  302 404 404 404 404 404 422 404
designer:process                  302 404 404 404 404 404 200 404  302 404 404 404 404 404 405 404
designer:switch                   302 404 404 404 404 404 405 404  302 404 404 404 404 404 302 404
designer:export                   302 404 404 404 404 404 200 404  302 404 404 404 404 404 405 404
org:chart                         302 404 404 404 404 200 404 200  302 404 404 404 404 405 404 405
org:find                          302 404 404 404 404 200 404 200  302 404 404 404 404 405 404 405
org:import                        302 404 404 404 404 404 404 200  302 404 404 404 404 404 404 422
org:import_file                   302 404 404 404 404 404 404 404  302 404 404 404 404 404 404 404
org:changes                       302 404 404 404 404 200 404 200  302 404 404 404 404 405 404 405
org:company_absences              302 404 404 404 404 200 404 200  302 404 404 404 404 405 404 405
org:new_employee                  302 404 404 404 404 404 404 200  302 404 404 404 404 404 404 422
org:edit_employee                 302 404 404 404 404 404 404 200  302 404 404 404 404 404 404 422
org:invite                        302 404 404 404 404 404 404 405  302 404 404 404 404 404 404 200
org:deactivate                    302 404 404 404 404 404 404 405  302 404 404 404 404 404 404 302
org:reactivate                    302 404 404 404 404 404 404 405  302 404 404 404 404 404 404 302
org:list                          302 404 404 404 404 200 404 200  302 404 404 404 404 405 404 405
org:new                           302 404 404 404 404 404 404 200  302 404 404 404 404 404 404 422
org:edit                          302 404 404 404 404 404 404 200  302 404 404 404 404 404 404 422
org:absences                      302 200 200 200 200 200 200 200  302 405 405 405 405 405 405 405
org:new_absence                   302 200 200 200 200 200 200 200  302 422 422 422 422 422 422 422
org:other_absence                 302 200 200 200 200 200 200 200  302 422 422 422 422 422 422 422
org:absence                       302 404 200 200 200 404 404 200  302 404 422 422 422 404 404 422
org:withdraw                      302 404 405 405 405 404 404 405  302 404 302 302 302 404 404 302
wagtailadmin_sprite               200 200 200 200 200 200 200 200  200 200 200 200 200 200 200 200
wagtailadmin_login                200 302 302 302 302 302 302 302  200 200 200 200 200 200 200 200
wagtailadmin_javascript_catalog   200 200 200 200 200 200 200 200  405 405 405 405 405 405 405 405
"""

Row = tuple[dict[str, int], dict[str, int]]


def rows(roles: list[str]) -> dict[str, Row]:
    """Address → what each role gets from GET and from POST."""
    found: dict[str, Row] = {}
    for line in TABLE.strip().splitlines():
        name, *cells = line.split()
        statuses = [int(cell) for cell in cells]
        get, post = statuses[: len(roles)], statuses[len(roles) :]
        found[name] = dict(zip(roles, get, strict=True)), dict(zip(roles, post, strict=True))
    return found
