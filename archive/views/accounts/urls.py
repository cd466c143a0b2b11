"""The table of contents of accounts and of the ways in: an example above each dynamic address."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, path
from django.views.generic.base import RedirectView

from archive.views.accounts import links, login, own, people, tokens

addresses: list[URLPattern | URLResolver] = [
    path("desk/account/", own.account, name="account"),
    path("desk/account/password/", own.password, name="account_password"),
    path("desk/account/address/", own.address, name="account_address"),
    path("desk/account/second-factor/", own.factor, name="account_factor"),
    path("desk/account/second-factor/new/", own.factor_new, name="account_factor_new"),
    path("desk/account/sessions/", own.end_sessions, name="account_sessions"),
    path("desk/account/tokens/", tokens.tokens, name="account_tokens"),
    path("desk/account/tokens/revoke/", tokens.revoke, name="account_token_revoke"),
    path("desk/accounts/", people.accounts, name="accounts"),
    # /desk/accounts/events/?kind=failure
    path("desk/accounts/events/", people.events, name="account_events"),
    # /desk/accounts/3/
    path("desk/accounts/<int:number>/", people.account_of, name="account_of"),
    path("login/", login.login, name="login"),
    path("login/code/", login.code, name="login_code"),
    path("login/set-up/", login.set_up, name="login_set_up"),
    path("login/forgotten/", links.forgotten, name="login_forgotten"),
    # /login/link/nbBRnvqIzz3h2pGq…/
    path("login/link/<str:token>/", links.link, name="login_link"),
    path("logout/", LogoutView.as_view(), name="logout"),
    # Django's admin has no door and no passwords of its own: both would pass by the second factor.
    path("admin/login/", login.admin_login),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_password")),
    path("admin/", admin.site.urls),
]
