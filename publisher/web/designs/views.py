"""Templates in one's own brand, the brand editor, downloads of cards and print files."""

from dataclasses import replace
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from publisher import resources
from publisher.cards import api as cards
from publisher.cards.brand import ROLES
from publisher.cards.formats import FORMATS
from publisher.cards.printing import load_products, print_pdf
from publisher.domain.errors import BrandRefused, CardRefused
from publisher.domain.page import Unit
from publisher.domain.reason import reason
from publisher.domain.revision import Revision
from publisher.domain.roles import Ability
from publisher.features.media import brand_editor
from publisher.features.media.brand_editor import TITLES
from publisher.files import write_whole
from publisher.pictures.delivery_pictures import card_of
from publisher.store.activity_log import What, note
from publisher.web.deliveries.pictures import kept, of_delivery
from publisher.web.designs.forms import BrandForm
from publisher.web.shared import access
from publisher.web.shared.context import context_of
from publisher.web.shared.languages import say
from publisher.web.shared.zones import zone_of

# A sample is shown so much smaller than it would be posted.
SAMPLE_SCALE = 0.4


@require_GET
def designs(request: HttpRequest) -> HttpResponse:
    """Every template as a sample of a unit."""
    unit = _chosen(request)
    wanted = request.GET.get("format", "portrait")
    found = []
    for name in cards.templates(assets=resources.assets()):
        try:
            found.append(cards.template_named(name, assets=resources.assets()))
        except CardRefused:
            continue
    context = {
        "here": "designs",
        "unit": unit,
        "units": access.units(request),
        "templates": found,
        "format": wanted if wanted in FORMATS else "portrait",
        "formats": FORMATS.values(),
        "may_design": access.standing_of(request).may(Ability.DESIGN, unit.slug),
    }
    return render(request, "designs/designs.html", context)


@require_GET
def sample(request: HttpRequest, unit: str, name: str, size: str, ending: str) -> HttpResponse:
    """A template's sample in a unit's brand: small for the gallery ("jpg"), or whole as PNG."""
    owner = context_of(request).pictures.brand_store.dressed(access.unit(request, unit))
    assets = resources.assets()
    if name not in cards.templates(assets=assets) or size not in FORMATS:
        raise Http404
    logo = _path(owner.logo)
    brand = _path(owner.brand)
    assert brand
    try:
        card = cards.sample_card(name, assets=assets, brand=brand, unit_name=owner.name, logo=logo)
        card = replace(card, format=size)
        digest = cards.digest(card, assets=assets)
        if ending == "png":
            return _download(
                cards.render_png(card, assets=assets), f"mau-{name}-{size}.png", "image/png"
            )
        path = context_of(request).config.data / "thumbs" / f"sample-{digest}.jpg"
        if not path.is_file():
            write_whole(path, cards.render(card, assets=assets, scale=SAMPLE_SCALE), durable=False)
        return kept(request, path.read_bytes(), digest[:32], "image/jpeg", "no-cache")
    except CardRefused as refusal:
        raise Http404(say(refusal)) from None


@require_http_methods(["GET", "POST"])
def brand(request: HttpRequest, unit: str) -> HttpResponse:
    """Colours, name lines and emblem of a unit."""
    owner = access.unit(request, unit, Ability.DESIGN)
    if request.method == "GET":
        return _brand(request, owner)
    form = _brand_form(request, owner)[0]
    form.is_valid()
    logo = form.cleaned_data["logo"]
    brand_store = context_of(request).pictures.brand_store
    try:
        if logo:
            if logo.size is None or logo.size > brand_editor.LARGEST_LOGO:
                raise BrandRefused("media.emblem_large")
            brand_editor.keep_logo(brand_store, owner, logo.read())
        brand_editor.keep_brand(
            brand_store, owner, colors=form.colors(), lines=form.cleaned_data["lines"]
        )
    except BrandRefused as refusal:
        return _brand(request, owner, problem=say(refusal), status=422)
    _note(request, owner, _("màu, tên, biểu trưng"))
    messages.success(
        request,
        _("Đã lưu. Ảnh thiết kế chưa đăng của đơn vị theo bộ nhận diện mới và cần duyệt lại."),
    )
    return redirect("brand", unit)


@require_POST
def brand_reset(request: HttpRequest, unit: str) -> HttpResponse:
    """Back to the configured brand."""
    owner = access.unit(request, unit, Ability.DESIGN)
    try:
        brand_editor.forget(context_of(request).pictures.brand_store, owner)
    except BrandRefused as refusal:
        messages.error(request, say(refusal))
        return redirect("brand", unit)
    _note(request, owner, _("về bộ nhận diện trong cấu hình"))
    messages.success(request, _("Đã trở về bộ nhận diện trong cấu hình."))
    return redirect("brand", unit)


@require_GET
def download(request: HttpRequest, pk: int, number: int, ending: str) -> HttpResponse:
    """A picture of a delivery as a file: the JPEG that is posted, or the card without loss."""
    row = access.delivery(request, pk)
    found = of_delivery(request, row, number)
    stem = f"{row.entry_id.replace('/', '_')}-{row.page}-{number + 1}"
    if ending == "jpg":
        return _download(context_of(request).pictures.jpeg(found), f"{stem}.jpg", "image/jpeg")
    if found.card is None:
        raise Http404
    try:
        return _download(
            cards.render_png(found.card, assets=resources.assets()), f"{stem}.png", "image/png"
        )
    except CardRefused as refusal:
        raise Http404(say(refusal)) from None


@require_GET
def prints(request: HttpRequest, pk: int) -> HttpResponse:
    """The print files of a delivery's card: a list, or with `product` the PDF."""
    row = access.delivery(request, pk)
    page = context_of(request).pages.get(row.page)
    if page is None:
        raise Http404
    products = load_products(resources.assets())
    asked = request.GET.get("product", "")
    if asked not in products:
        return render(
            request,
            "designs/prints.html",
            {"here": "calendar", "row": row, "products": products.values()},
        )
    on = row.due_at.astimezone(zone_of(row.page)).date()
    unit = context_of(request).pictures.brand_store.dressed(page.unit)
    card = card_of(Revision.from_json(row.revision.body), unit=unit, on=on)
    if card is None:
        raise Http404
    try:
        pdf = print_pdf(card, products[asked], assets=resources.assets())
    except CardRefused as refusal:
        messages.error(request, say(refusal))
        return redirect("print", pk)
    name = f"{row.entry_id.replace('/', '_')}-{products[asked].file_part}.pdf"
    return _download(pdf, name, "application/pdf")


def _brand_form(request: HttpRequest, owner: Unit) -> tuple[BrandForm, str]:
    """The form over the brand as it is, and why that cannot be read."""
    brand_store, problem = context_of(request).pictures.brand_store, ""
    try:
        colors = dict(brand_editor.colors_of(brand_store, owner))
        lines = list(brand_editor.lines_of(brand_store, owner))
    except BrandRefused as refusal:
        colors, lines, problem = dict.fromkeys(ROLES, "#000000"), [], say(refusal)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    logo = bool(brand_store.dressed(owner).logo)
    return BrandForm(*given, colors=colors, lines=lines, logo=logo), problem


def _brand(
    request: HttpRequest, owner: Unit, *, problem: str = "", status: int = 200
) -> HttpResponse:
    brand_store = context_of(request).pictures.brand_store
    form, unreadable = _brand_form(request, owner)
    context = {
        "here": "designs",
        "unit": owner,
        "form": form,
        "contrasts": [
            (one, say(reason(TITLES[one.text])), say(reason(TITLES[one.ground])))
            for one in brand_editor.contrasts(form.shown())
        ],
        "own": brand_store.has_brand(owner.slug),
        "samples": ("slogan", "anniversary", "announcement"),
        "problem": problem or unreadable,
    }
    return render(request, "designs/brand.html", context, status=status)


def _chosen(request: HttpRequest) -> Unit:
    asked = request.GET.get("unit", "")
    seen = access.units(request)
    if not seen:
        raise Http404
    return next((unit for unit in seen if unit.slug == asked), seen[0])


def _note(request: HttpRequest, owner: Unit, detail: str) -> None:
    by, now = access.doer_of(request), context_of(request).clock()
    context_of(request).transactions.write(
        lambda: note(What.BRAND, by=by, now=now, unit=owner.slug, detail=detail)
    )


def _path(name: str | None) -> Path | None:
    return Path(name) if name else None


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
