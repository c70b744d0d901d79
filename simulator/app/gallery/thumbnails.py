"""The small drawings on the cards: the form of each page's own chart, nothing to read in them."""

from __future__ import annotations

from collections.abc import Sequence

_GROUND = 88


def _drawn(shapes: str) -> str:
    """Shapes as a picture of the size that a card has room for."""
    return f'<svg viewBox="0 0 230 108" aria-hidden="true" fill="none">{shapes}</svg>'


def _bars(colour: str, bars: Sequence[tuple[int, int]]) -> str:
    """Bars on the ground, each with its place and height."""
    return "".join(
        f'<rect x="{x}" y="{_GROUND - height}" width="12" height="{height}" rx="1.5" fill="{colour}"/>'
        for x, height in bars
    )


THUMBNAILS = {
    "strategy_lab": _drawn(
        '<path stroke="var(--a)" stroke-width="1.4" '
        'd="M19 35c20 3 40-1 70-4s40 0 55 9c14 9 18 19 28 12 10-8 20-13 38-13"/>'
        '<path stroke="var(--b)" stroke-width="2.2" '
        'd="M19 44c20 3 40-1 70-4s40 0 55 10c14 10 18 21 28 14 10-9 20-14 38-15"/>'
        '<path stroke="var(--c)" stroke-width="1.4" '
        'd="M19 49c20 3 40-1 70-4s40 1 55 12c14 10 18 23 28 15 10-9 20-16 38-17"/>'
        '<path stroke="var(--today)" stroke-width="1.6" stroke-dasharray="4 3" '
        'd="M19 53c20 3 40-1 70-4s40 1 55 12c14 11 18 25 28 17 10-9 20-18 38-19"/>'
        '<path stroke="var(--ink2)" stroke-width="1" stroke-dasharray="3 2" d="M19 79h191"/>'
    ),
    "my_ledger": _drawn(
        '<path fill="var(--a)" fill-opacity="0.18" d="M19 62l28-14 28 8 28-22 28 10 28-18 28 6 '
        '23-10v34l-23 8-28-6-28 18-28-10-28 20-28-6-28 12z"/>'
        '<path stroke="var(--a)" stroke-width="2" d="M19 74l28-13 28 7 28-21 28 10 28-18 28 6 23-9"/>'
        '<g fill="var(--ink2)"><circle cx="47" cy="66" r="3"/><circle cx="75" cy="61" r="3"/>'
        '<circle cx="103" cy="52" r="3"/><circle cx="131" cy="53" r="3"/><circle cx="159" cy="47" r="3"/>'
        '<circle cx="187" cy="40" r="3"/></g>'
    ),
    "board": _drawn(
        '<rect x="19" y="14" width="192" height="24" rx="4" fill="var(--line)"/>'
        '<rect x="19" y="14" width="4" height="24" fill="var(--b)"/>'
        '<path stroke="var(--line2)" stroke-width="5" stroke-linecap="round" d="M52 53h62M62 69h50M46 85h60"/>'
        '<path stroke="var(--b)" stroke-width="9" d="M84 53h8M88 69h8M74 85h9"/>'
        '<path stroke="var(--ink2)" stroke-width="1.5" d="M66 46v46"/>'
        '<path stroke="var(--b)" stroke-width="2" d="M132 60c18-8 30 2 42 12 10 8 18-2 36-22"/>'
        '<path stroke="var(--today)" stroke-width="1.6" stroke-dasharray="4 3" '
        'd="M132 66c18-6 30 4 42 14 10 8 18 0 36-16"/>'
    ),
    "collections_desk": _drawn(
        '<path stroke="var(--line2)" d="M41 20v62M66 20v62M91 20v62M128 20v62M176 20v62"/>'
        '<path stroke="var(--today)" stroke-width="1.6" stroke-dasharray="4 3" d="M19 22c40 22 90 36 190 48"/>'
        '<path stroke="var(--b)" stroke-width="2.4" d="M19 22c26 34 66 48 190 55"/>'
        '<g fill="var(--ink)"><circle cx="41" cy="86" r="3.5"/><circle cx="66" cy="86" r="3.5"/>'
        '<circle cx="91" cy="86" r="3.5"/><circle cx="128" cy="86" r="3.5"/><circle cx="176" cy="86" r="3.5"/></g>'
    ),
    "insurance": _drawn(
        _bars(
            "var(--line2)",
            ((31, 9), (51, 12), (71, 8), (91, 20), (111, 9), (131, 52), (151, 11), (171, 28), (191, 39)),
        )
        + _bars(
            "var(--c)",
            ((31, 7), (51, 10), (71, 6), (91, 16), (111, 8), (131, 18), (151, 10), (171, 12), (191, 18)),
        )
    ),
    "stress": _drawn(
        "".join(
            f'<rect x="{24 + 31 * column}" y="{22 + 17 * row}" width="27" height="13" rx="2" '
            f'fill="var(--ageing-{shade})"/>'
            for row, shades in enumerate(("122344", "123345", "123445", "134455"))
            for column, shade in enumerate(shades)
        )
    ),
    "frontier": _drawn(
        '<g fill="var(--line2)"><circle cx="88" cy="74" r="3"/><circle cx="104" cy="66" r="3"/>'
        '<circle cx="121" cy="72" r="3"/><circle cx="139" cy="56" r="3"/><circle cx="152" cy="62" r="3"/>'
        '<circle cx="168" cy="47" r="3"/><circle cx="181" cy="52" r="3"/><circle cx="196" cy="38" r="3"/>'
        '<circle cx="60" cy="84" r="3"/><circle cx="74" cy="82" r="3"/></g>'
        '<path stroke="var(--ink)" stroke-width="1.6" d="M28 82l27-16 34-16 38-13 42-10 36-5"/>'
        '<g fill="var(--ink)"><circle cx="28" cy="82" r="3.5"/><circle cx="55" cy="66" r="3.5"/>'
        '<circle cx="127" cy="37" r="3.5"/><circle cx="169" cy="27" r="3.5"/><circle cx="205" cy="22" r="3.5"/></g>'
        '<circle cx="89" cy="50" r="4.5" fill="var(--b)"/>'
    ),
    "trust": _drawn(
        "".join(
            f'<rect x="{28 + 18 * place}" y="{top}" width="7" height="{height}" rx="3" fill="var(--line2)"/>'
            f'<circle cx="{31.5 + 18 * place}" cy="{top + height * at:.0f}" r="3" fill="var(--ink)"/>'
            for place, (top, height, at) in enumerate(
                (
                    (52, 28, 0.7),
                    (50, 18, 0.3),
                    (48, 32, 0.8),
                    (48, 24, 0.4),
                    (44, 26, 0.5),
                    (44, 22, 0.6),
                    (40, 28, 0.4),
                    (36, 30, 0.3),
                    (34, 24, 0.5),
                    (30, 26, 0.4),
                )
            )
        )
    ),
    "exposure": _drawn(
        "".join(
            f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="3" fill="var(--ageing-{shade})"/>'
            for x, y, width, height, shade in (
                (24, 16, 74, 76, 5),
                (102, 16, 56, 46, 4),
                (102, 66, 56, 26, 3),
                (162, 16, 46, 28, 3),
                (162, 48, 22, 44, 2),
                (188, 48, 20, 20, 2),
                (188, 72, 20, 20, 1),
            )
        )
    ),
    "policy": _drawn(
        '<rect x="74" y="10" width="82" height="88" rx="4" fill="var(--surface)" stroke="var(--line2)"/>'
        '<path stroke="var(--ink)" stroke-width="4" stroke-linecap="round" d="M86 24h36"/>'
        '<path stroke="var(--line2)" stroke-width="4" stroke-linecap="round" '
        'd="M86 38h58M86 48h50M86 58h56M86 68h40M86 78h52"/>'
        '<path stroke="var(--a)" stroke-width="2" d="M118 90c6-8 10-8 12-2s6 2 12-4"/>'
    ),
    "course": _drawn(
        "".join(
            f'<rect x="{28 + 30 * (number % 6)}" y="{26 + 32 * (number // 6)}" width="25" height="24" rx="5" '
            + (
                'fill="var(--ink)"/>'
                if number < 4
                else 'fill="none" stroke="var(--line2)" stroke-width="1.4"/>'
            )
            for number in range(12)
        )
    ),
}
