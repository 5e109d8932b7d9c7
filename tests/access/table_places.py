"""Patients and papers, people and places, one's own account. Columns: see `tests.access.table`."""

CARE = """
care:patients                         GET  -                     302 200 200 403 403 403 200 403 403 200
care:patients                         POST -                     302 200 200 403 403 403 200 403 403 200
care:patient_new                      GET  -                     302 200 200 403 403 403 200 403 403 200
care:patient_new                      POST -                     302 200 200 403 403 403 200 403 403 200
care:patient                          GET  patient               302 200 200 200 404 404 404 404 404 404
care:patient                          POST patient               405
care:patient                          GET  patient-unassigned    302 200 200 404 404 404 404 404 404 404
care:patient                          GET  patient-long_closed   302 200 200 404 404 404 404 404 404 404
care:patient_edit                     GET  patient               302 200 200 403 404 404 404 404 404 404
care:patient_edit                     POST patient               302 200 200 403 404 404 404 404 404 404
care:consent                          GET  consent               302 200 200 200 404 404 404 404 404 404
care:consent                          POST consent               405
care:consent                          GET  consent-unassigned    302 200 200 404 404 404 404 404 404 404
care:consent_withdraw                 GET  consent               302 200 200 403 404 404 404 404 404 404
care:consent_withdraw                 POST consent               302 200 200 403 404 404 404 404 404 404
care:document                         GET  document              302 200 200 200 404 404 404 404 404 404
care:document                         POST document              405
care:document                         GET  document-unassigned   302 200 200 404 404 404 404 404 404 404
care:dangers                          GET  -                     302 200 200 200 200 200 200 403 403 200
care:dangers                          POST -                     405
care:danger                           GET  alarm                 302 200 200 200 200 404 404 404 404 404
care:danger                           POST alarm                 405
care:danger_status                    GET  alarm                 302 200 200 200 200 404 404 404 404 404
care:danger_status                    POST alarm                 405
care:danger_acknowledge               GET  alarm                 405
care:danger_acknowledge               POST alarm                 302 403 403 302 302 404 404 404 404 404
care:danger_check                     GET  alarm                 405
care:danger_check                     POST alarm                 302 302 302 302 302 404 404 404 404 404
care:danger_settle                    GET  alarm                 405
care:danger_settle                    POST alarm                 302 403 403 302 302 404 404 404 404 404
"""

# Editors' own pages: tests/access/test_editing.py.
SITE = """
cms:home                              GET  -                     200
cms:home                              POST -                     405
cms:letters                           GET  -                     200
cms:letters                           POST -                     405
cms:events                            GET  -                     200
cms:events                            POST -                     405
cms:crisis                            GET  -                     200
cms:crisis                            POST -                     405
cms:crisis_worker                     GET  -                     200
cms:crisis_worker                     POST -                     405
cms:feed                              GET  -                     200
cms:feed                              POST -                     405
sitemap                               GET  -                     200
sitemap                               POST -                     405
robots                                GET  -                     200
robots                                POST -                     405
picture                               GET  picture               404
picture                               POST picture               405
cms:search                            GET  -                     200
cms:search                            POST -                     405
cms:self_checks                       GET  -                     200
cms:self_checks                       POST -                     405
cms:self_check                        GET  self-check            200
cms:self_check                        POST self-check            405
site_reviews                          GET  -                     302 403 403 200 403 403 403 403 200 403
site_reviews                          POST -                     405
site_review                           GET  site-review           302 403 403 404 403 403 403 403 403 403
site_review                           POST site-review           405
site_review_ask                       GET  site-review           405
site_review_ask                       POST site-review           302 403 403 403 403 403 403 403 404 403
site_review_draft                     GET  site-review           302 403 403 404 403 403 403 403 403 403
site_review_draft                     POST site-review           405
site_review_approve                   GET  site-review           405
site_review_approve                   POST site-review           302 403 403 404 403 403 403 403 403 403
site_review_return                    GET  site-review           405
site_review_return                    POST site-review           302 403 403 404 403 403 403 403 403 403
wagtail_serve                         GET  page                  404
wagtail_serve                         POST page                  404
wagtailcore_login                     GET  -                     302
wagtailcore_login                     POST -                     302
wagtaildocs_serve                     GET  paper                 404
wagtaildocs_serve                     POST paper                 404
"""

ALLIANCE = """
alliance:front                        GET  -                     200
alliance:front                        POST -                     405
alliance:desk                         GET  -                     302 302 302 302 302 302 302 200 302 302
alliance:desk                         POST -                     405
alliance:language                     GET  -                     405
alliance:language                     POST -                     302
alliance:notices                      GET  -                     302 200 200 200 200 200 200 200 200 200
alliance:notices                      POST -                     302
alliance:notice_count                 GET  -                     302 200 200 200 200 200 200 200 200 200
alliance:notice_count                 POST -                     405
alliance:notice                       GET  notice                302 302 404 404 404 404 404 404 404 404
alliance:notice                       POST notice                302 302 404 404 404 404 404 404 404 404
alliance:people                       GET  -                     302 403 403 403 403 200 403 403 403 403
alliance:people                       POST -                     302 403 403 403 403 200 403 403 403 403
alliance:membership_end               GET  membership            405
alliance:membership_end               POST membership            302 404 404 404 404 302 404 404 404 404
alliance:invitation_withdraw          GET  invitation            405
alliance:invitation_withdraw          POST invitation            302 404 404 404 404 302 404 404 404 404
alliance:join                         GET  token                 200
alliance:join                         POST token                 200 302 302 302 302 302 302 302 302 302
alliance:reader_time                  GET  -                     302 200 200 200 200 200 200 200 200 200
alliance:reader_time                  POST -                     302
alliance:session_end                  GET  session               405
alliance:session_end                  POST session               302
alliance:duty                         GET  -                     302 200 200 200 200 200 200 403 403 200
alliance:duty                         POST -                     302 403 403 403 302 302 200 403 403 403
alliance:duty_change                  GET  centre                405
alliance:duty_change                  POST centre                302 403 403 403 302 302 404 403 403 403
alliance:duty_one_date                GET  centre                405
alliance:duty_one_date                POST centre                302 403 403 403 302 302 404 403 403 403
alliance:duty_leave                   GET  centre                405
alliance:duty_leave                   POST centre                302 403 403 403 302 302 404 403 403 403
alliance:duty_take_back               GET  duty_change           405
alliance:duty_take_back               POST duty_change           302 404 404 404 302 302 404 404 404 404
alliance:shift_remove                 GET  shift                 405
alliance:shift_remove                 POST shift                 302 404 404 404 302 302 404 404 404 404
alliance:escalations                  GET  -                     302 403 403 403 403 403 403 403 403 403
alliance:escalations                  POST -                     405
alliance:escalation_take              GET  overdue               405
alliance:escalation_take              POST overdue               302 404 404 404 302 404 404 404 404 404
alliance:formulary                    GET  -                     302 200 200 200 200 200 200 403 403 200
alliance:formulary                    POST -                     405
alliance:stock                        GET  place                 302 200 200 403 403 200 404 403 403 403
alliance:stock                        POST place                 302 302 302 403 403 302 404 403 403 403
alliance:medicine_new                 GET  -                     302 403 403 403 403 200 403 403 403 403
alliance:medicine_new                 POST -                     302 403 403 403 403 302 403 403 403 403
alliance:medicine                     GET  medicine              302 403 403 403 403 200 403 404 404 403
alliance:medicine                     POST medicine              302 403 403 403 403 302 403 404 404 403
alliance:test_new                     GET  -                     302 403 403 403 403 200 403 403 403 403
alliance:test_new                     POST -                     302 403 403 403 403 302 403 403 403 403
alliance:test                         GET  test                  302 403 403 403 403 200 403 404 404 403
alliance:test                         POST test                  302 403 403 403 403 302 403 404 404 403
alliance:overview                     GET  -                     302 403 403 403 403 200 403 403 403 403
alliance:overview                     POST -                     405
alliance:institution_new              GET  -                     302 403 403 403 403 200 403 403 403 403
alliance:institution_new              POST -                     302 403 403 403 403 302 403 403 403 403
alliance:institution                  GET  institution           302 403 403 403 403 200 404 403 403 403
alliance:institution                  POST institution           302 403 403 403 403 302 404 403 403 403
alliance:institution_move             GET  institution           405
alliance:institution_move             POST institution           302 403 403 403 403 302 404 403 403 403
alliance:institution_leave            GET  institution           302 403 403 403 403 200 404 403 403 403
alliance:institution_leave            POST institution           302 403 403 403 403 302 404 403 403 403
alliance:institution_leave            GET  institution-left      302 403 403 403 403 302 404 403 403 403
alliance:institution                  GET  institution-left      302 403 403 403 403 200 404 403 403 403
alliance:institution_take_back        GET  institution-left      405
alliance:institution_take_back        POST institution-left      302 403 403 403 403 302 404 403 403 403
alliance:zones                        GET  -                     302 403 403 403 403 200 403 403 403 403
alliance:zones                        POST -                     302 403 403 403 403 302 403 403 403 403
alliance:zone                         GET  zone                  302 403 403 403 403 200 404 403 403 403
alliance:zone                         POST zone                  302 403 403 403 403 302 404 403 403 403
alliance:zone_remove                  GET  zone                  405
alliance:zone_remove                  POST zone                  302 403 403 403 403 302 404 403 403 403
alliance:agreements                   GET  -                     302 403 403 403 403 200 403 403 403 403
alliance:agreements                   POST -                     405
alliance:agreement_new                GET  -                     302 403 403 403 403 200 403 403 403 403
alliance:agreement_new                POST -                     302 403 403 403 403 302 403 403 403 403
alliance:agreement                    GET  agreement             302 403 403 403 403 200 404 403 403 403
alliance:agreement                    POST agreement             302 403 403 403 403 302 404 403 403 403
alliance:agreement_replace            GET  agreement             302 403 403 403 403 200 404 403 403 403
alliance:agreement_replace            POST agreement             302 403 403 403 403 302 404 403 403 403
alliance:agreement_suspend            GET  agreement             405
alliance:agreement_suspend            POST agreement             302 403 403 403 403 302 404 403 403 403
alliance:agreement_resume             GET  agreement             405
alliance:agreement_resume             POST agreement             302 403 403 403 403 302 404 403 403 403
alliance:holidays                     GET  -                     302 403 403 403 403 200 403 403 403 403
alliance:holidays                     POST -                     302 403 403 403 403 302 403 403 403 403
alliance:holidays_import              GET  -                     405
alliance:holidays_import              POST -                     302 403 403 403 403 302 403 403 403 403
alliance:holiday_remove               GET  -                     405
alliance:holiday_remove               POST -                     302 403 403 403 403 302 403 403 403 403
alliance:contact                      GET  practitioner          302 404 404 404 403 200 404 404 404 404
alliance:contact                      POST practitioner          302 404 404 404 403 302 404 404 404 404
alliance:practice                     GET  practitioner          302 404 404 404 403 200 404 404 404 404
alliance:practice                     POST practitioner          302 404 404 404 403 302 404 404 404 404
alliance:site_add                     GET  practitioner          405
alliance:site_add                     POST practitioner          302 404 404 404 403 302 404 404 404 404
alliance:site_change                  GET  practitioner          405
alliance:site_change                  POST practitioner          302 404 404 404 403 302 404 404 404 404
"""

ACCOUNTS = """
healthz                               GET  -                     200
healthz                               POST -                     200
readyz                                GET  -                     200
readyz                                POST -                     200
jsi18n                                GET  language              200
jsi18n                                POST language              405
account_login                         GET  -                     200 302 302 302 302 302 302 302 302 302
account_login                         POST -                     200 302 302 302 302 302 302 302 302 302
account_logout                        GET  -                     302 200 200 200 200 200 200 200 200 200
account_logout                        POST -                     302
account_inactive                      GET  -                     200
account_inactive                      POST -                     405
account_signup                        GET  -                     200 302 302 302 302 302 302 302 302 302
account_signup                        POST -                     200 302 302 302 302 302 302 302 302 302
account_reauthenticate                GET  -                     302 200 200 200 200 200 200 200 200 200
account_reauthenticate                POST -                     302
account_email                         GET  -                     302 200 200 200 200 200 200 200 200 200
account_email                         POST -                     302
account_email_verification_sent       GET  -                     200
account_email_verification_sent       POST -                     405
account_change_password               GET  -                     302 200 200 200 200 200 200 200 200 200
account_change_password               POST -                     302 200 200 200 200 200 200 200 200 200
account_set_password                  GET  -                     302
account_set_password                  POST -                     302
account_reset_password                GET  -                     200
account_reset_password                POST -                     200
account_confirm_login_code            GET  -                     404
account_confirm_login_code            POST -                     404
account_confirm_email                 GET  key                   200
account_confirm_email                 POST key                   404
account_verify_phone                  GET  -                     404
account_verify_phone                  POST -                     404
account_change_phone                  GET  -                     404
account_change_phone                  POST -                     404
account_reset_password_from_key_done  GET  -                     200
account_reset_password_from_key_done  POST -                     405
account_reset_password_from_key       GET  reset                 200
account_reset_password_from_key       POST reset                 200
account_reset_password_done           GET  -                     200
account_reset_password_done           POST -                     405
mfa_index                             GET  -                     302 200 200 200 200 200 200 200 200 200
mfa_index                             POST -                     302 405 405 405 405 405 405 405 405 405
mfa_authenticate                      GET  -                     302
mfa_authenticate                      POST -                     302
mfa_reauthenticate                    GET  -                     302
mfa_reauthenticate                    POST -                     302
mfa_activate_totp                     GET  -                     302
mfa_activate_totp                     POST -                     302
mfa_deactivate_totp                   GET  -                     302 404 404 404 404 404 404 404 404 404
mfa_deactivate_totp                   POST -                     302 404 404 404 404 404 404 404 404 404
mfa_list_webauthn                     GET  -                     302 200 200 200 200 200 200 200 200 200
mfa_list_webauthn                     POST -                     302 405 405 405 405 405 405 405 405 405
mfa_add_webauthn                      GET  -                     302
mfa_add_webauthn                      POST -                     302
mfa_reauthenticate_webauthn           GET  -                     302
mfa_reauthenticate_webauthn           POST -                     302
mfa_edit_webauthn                     GET  passkey               302
mfa_edit_webauthn                     POST passkey               302
mfa_remove_webauthn                   GET  passkey               302
mfa_remove_webauthn                   POST passkey               302
mfa_login_webauthn                    GET  -                     302
mfa_login_webauthn                    POST -                     302
mfa_view_recovery_codes               GET  -                     302 404 404 404 404 404 404 404 404 404
mfa_view_recovery_codes               POST -                     302 405 405 405 405 405 405 405 405 405
mfa_generate_recovery_codes           GET  -                     302
mfa_generate_recovery_codes           POST -                     302
mfa_download_recovery_codes           GET  -                     302 404 404 404 404 404 404 404 404 404
mfa_download_recovery_codes           POST -                     302 404 404 404 404 404 404 404 404 404
usersessions_list                     GET  -                     302 200 200 200 200 200 200 200 200 200
usersessions_list                     POST -                     302
"""
