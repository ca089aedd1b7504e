"""Addresses of the web pages."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from publisher.web.api import api
from publisher.web.approvals import views as approvals
from publisher.web.calendar import exports
from publisher.web.calendar import views as calendar
from publisher.web.campaigns import views as campaigns
from publisher.web.composer import drafts, preview
from publisher.web.composer import views as compose
from publisher.web.deliveries import pictures
from publisher.web.deliveries import views as deliveries
from publisher.web.designs import views as designs
from publisher.web.freezes import views as freezes
from publisher.web.letters import views as plans
from publisher.web.media import views as media
from publisher.web.pages import views as pages
from publisher.web.people import log, signing
from publisher.web.people import views as people
from publisher.web.rehearsals import views as rehearsals
from publisher.web.reports import views as reports
from publisher.web.shared import taking_in
from publisher.web.shared.health import healthz
from publisher.web.shared.metrics import metrics
from publisher.web.shared.middleware import for_everybody
from publisher.web.shared.parameters import Key
from publisher.web.sharing import views as sharing
from publisher.web.sheets import views as sheets
from publisher.web.suggestions import views as suggestions
from publisher.web.today import views as board
from publisher.web.today import withheld


class PictureSize(StringConverter):
    """The two sizes of a delivery's picture."""

    regex = "full|small"


class Ending(StringConverter):
    """The kinds of picture files."""

    regex = "jpg|png"


class DocumentEnding(StringConverter):
    """The kinds of document files."""

    regex = "docx|xlsx"


class Export(StringConverter):
    """The kinds of files of a calendar."""

    regex = "xlsx|ics|pdf"


class Digest(StringConverter):
    """SHA-256 in hex."""

    regex = "[0-9a-f]{64}"


register_converter(Key, "key")
register_converter(PictureSize, "size")
register_converter(Ending, "ending")
register_converter(DocumentEnding, "document")
register_converter(Export, "export")
register_converter(Digest, "digest")

urlpatterns = [
    path("healthz", for_everybody(healthz)),
    path("metrics", for_everybody(metrics)),
    path("", board.board, name="board"),
    path("more", board.more, name="more"),
    path("sign-in", signing.sign_in, name="sign_in"),
    path("sign-out", signing.sign_out, name="sign_out"),
    path("invitation/<str:secret>", signing.invited, name="invited"),
    path("language", signing.language, name="language"),
    path("account", signing.account, name="account"),
    path("account/password", signing.password, name="password"),
    path("account/keys", signing.new_key, name="new_key"),
    path("account/keys/<key:pk>/revoke", signing.revoke_key, name="revoke_key"),
    path("people", people.people, name="people"),
    path("people/invite", people.invite, name="invite"),
    path("people/invitations/<key:pk>/withdraw", people.withdraw, name="withdraw_invitation"),
    path("people/<key:pk>", people.person, name="person"),
    path("people/<key:pk>/password", people.new_password, name="new_password"),
    path("calendar", calendar.calendar, name="calendar"),
    path("calendar.<export:ending>", exports.export, name="export"),
    path("sheets", sheets.sheets, name="sheets"),
    path("sheets/template.xlsx", sheets.sheet_template, name="sheet_template"),
    path("sheets/<uuid:pk>", sheets.sheet, name="sheet"),
    path("compose", compose.compose, name="compose"),
    path("compose/queued", taking_in.queued, name="queued"),
    path("compose/preview", preview.preview, name="preview"),
    path("compose/link", compose.fetch_link, name="fetch_link"),
    path("compose/delete", compose.delete, name="delete_entry"),
    path("drafts", drafts.drafts, name="drafts"),
    path("drafts/<uuid:pk>", drafts.save_draft, name="save_draft"),
    path("drafts/<uuid:pk>/discard", drafts.discard_draft, name="discard_draft"),
    path("approvals", approvals.approvals, name="approvals"),
    path("approvals/yes", approvals.approve, name="approve"),
    path("approvals/no", approvals.send_back, name="send_back"),
    path("approvals/flip", approvals.flip, name="flip"),
    path("approvals/flip/yes", approvals.approve_flipped, name="approve_flipped"),
    path("approvals/record", approvals.record, name="record"),
    path("deliveries/move", deliveries.move, name="move"),
    path("deliveries/now", deliveries.now, name="send_now"),
    path("deliveries/drop", deliveries.drop, name="drop"),
    path("deliveries/adopt", deliveries.adopt, name="adopt"),
    path("deliveries/retry", deliveries.retry, name="retry"),
    path("deliveries/ask-again", deliveries.ask_again, name="ask_again"),
    path("deliveries/<key:pk>", deliveries.delivery, name="delivery"),
    path("deliveries/<key:pk>/edit", deliveries.amend, name="amend"),
    path("deliveries/<key:pk>/remove", deliveries.take_down, name="take_down"),
    path("deliveries/<key:pk>/print", designs.prints, name="print"),
    path("deliveries/<key:pk>/<key:number>.<ending:ending>", designs.download, name="download"),
    path("missed", deliveries.missed, name="missed"),
    path("undo/<key:pk>", deliveries.take_back, name="undo"),
    path(
        "pictures/<key:pk>/<key:revision>/<key:number>/<size:size>.jpg",
        pictures.picture,
        name="picture",
    ),
    path("pictures/kept/<digest:digest>.jpg", media.kept_photo, name="kept_photo"),
    path("campaigns", campaigns.campaigns, name="campaigns"),
    path("campaigns/plans", plans.plans, name="plans"),
    path("campaigns/plans/<uuid:pk>", plans.plan, name="plan"),
    path("campaigns/plans/<uuid:pk>/discard", plans.discard, name="discard_plan"),
    path("campaigns/<str:slug>/rehearsal", rehearsals.rehearsal, name="rehearsal"),
    path("campaigns/<str:slug>/rehearse", rehearsals.rehearse, name="rehearse"),
    path(
        "campaigns/<str:slug>/rehearsal/<digest:digest>.jpg",
        rehearsals.thumb,
        name="rehearsal_thumb",
    ),
    path("campaigns/<str:slug>/schedule", campaigns.schedule, name="schedule_campaign"),
    path("campaigns/<str:slug>", campaigns.campaign, name="campaign"),
    path("pages", pages.pages, name="pages"),
    path("pages/<str:slug>", pages.page, name="page"),
    path("pages/<str:slug>/connect", pages.connect_page, name="connect_page"),
    path("freezes", freezes.freezes, name="freezes"),
    path("freezes/<key:pk>/end", freezes.end_freeze, name="end_freeze"),
    path("let-go", withheld.let_go, name="let_go"),
    path("suggestions", suggestions.suggested, name="suggestions"),
    path("suggestions/<key:pk>", suggestions.share, name="share_article"),
    path("report", reports.results, name="report"),
    path("report.<document:ending>", reports.download, name="report_file"),
    path("chia-se/<str:slug>", sharing.corner, name="corner"),
    path(
        "chia-se/<str:slug>/<key:pk>/<key:number>-<size:size>.jpg",
        sharing.corner_picture,
        name="corner_picture",
    ),
    path("log", log.log, name="log"),
    path("media", media.media, name="media"),
    path("media/upload", media.upload, name="upload"),
    path("media/<key:pk>.jpg", media.picture, name="upload_picture"),
    path("media/<key:pk>", media.change, name="change_upload"),
    path("designs", designs.designs, name="designs"),
    path("designs/<str:unit>/<str:name>-<str:size>.<ending:ending>", designs.sample, name="sample"),
    path("brands/<str:unit>", designs.brand, name="brand"),
    path("brands/<str:unit>/reset", designs.brand_reset, name="brand_reset"),
    path("api/v1/", api.urls),
]

handler400 = "publisher.web.shared.errors.bad_request"
handler403 = "publisher.web.shared.errors.forbidden"
handler404 = "publisher.web.shared.errors.not_found"
handler500 = "publisher.web.shared.errors.broken"
