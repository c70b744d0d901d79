"""Slides of a lesson from its notebook: headings, key sentences, questions, the example's figures; no solution."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from simulator.classroom.catalogue import Outline
from simulator.classroom.kit.pages import html_of, line_of, own_file, page
from simulator.classroom.notebooks import lesson_path, read_notebook
from simulator.classroom.tasks import PREDICTIONS, Task, Tasks, tasks_of

MOST_LINES = 5
"""So many key sentences stand on a slide; the next ones on another."""
MOST_LETTERS = 420
"""From so many letters on they are smaller."""
LONGEST_LINE = 170
"""What goes on after so many letters is for the lesson, not for the wall."""
_SENTENCE = re.compile(r"(?<=[.?!:])\s+(?=[A-Z*\"“])|(?<=[.?!:][*\"”])\s+|(?<=[.?!:]\*\*)\s+")
_KEPT = "# NBVAL_CHECK_OUTPUT"
_ITEM = re.compile(r"^(?:[-*]|\d+\.)\s+")
_ASKING = ("ask", "predict", "reflect")


@dataclass
class Slide:
    """One slide.

    Attributes:
        title: Its heading.
        kind: section, question, prediction, reflection, play or figures: how it is dressed.
        lines: Its key sentences.
        more: What stands below them: a table, options, the example's figures.
    """

    title: str
    kind: str = "section"
    lines: list[Markup] = field(default_factory=list)
    more: Markup = field(default_factory=Markup)

    @property
    def is_dense(self) -> bool:
        """Whether so much stands on it that its letters have to be smaller."""
        return sum(map(len, self.lines)) + len(self.more.striptags()) > MOST_LETTERS


def slides_html(outline: Outline) -> str:
    """The slides of a lesson: one file that opens anywhere, moved with the arrow keys, a page each when printed."""
    slides = list(slides_of(read_notebook(lesson_path(outline)), tasks_of(outline.name)))
    return page(
        "slides.html.j2",
        outline=outline,
        slides=slides,
        more_style=own_file("slides.css"),
        script=own_file("slides.js"),
    )


def slides_of(notebook: Any, tasks: Tasks) -> Iterator[Slide]:
    """The slides, in the order of the notebook; the first heading is the lesson's own."""
    heading = ""
    for place, cell in enumerate(notebook.cells):
        source = str(cell.source)
        if cell.cell_type == "markdown":
            for slide in _of_text(source, heading):
                heading = slide.title
                is_remark = place > 0 and not heading  # how to use the notebook, before the lesson begins
                if (slide.lines or slide.more) and not is_remark:
                    yield slide
        elif cell.cell_type == "code":
            yield from _of_code(source, tasks, heading)
            if _KEPT in source:
                yield from _of_outputs(cell, heading)


def _of_text(source: str, heading: str) -> Iterator[Slide]:
    """A slide for each heading, and more where the sentences are many."""
    slide = Slide(heading)
    for block in re.split(r"\n\s*\n", source.strip()):
        title, rest = _heading(block)
        if title is not None:
            yield slide
            slide = Slide(title or heading)
        if not rest:
            continue
        if rest.startswith("|"):
            yield slide
            slide = Slide(slide.title, lines=[], more=html_of(rest))
            continue
        for line in key_sentences(rest):
            if len(slide.lines) == MOST_LINES or slide.more:
                yield slide
                slide = Slide(slide.title)
            slide.lines.append(line_of(line))
    yield slide


def _heading(block: str) -> tuple[str | None, str]:
    """The heading that a block begins with, and the rest; the lesson's own heading stands on the first slide."""
    if not block.startswith("#"):
        return None, block
    first, _, rest = block.partition("\n")
    is_first = first.startswith("# ")
    return "" if is_first else first.lstrip("#").strip(), rest.strip()


def key_sentences(block: str) -> list[str]:
    r"""What of a block belongs on a slide: every item of a list, the sentences that hold bold words, else the first.

    >>> key_sentences("Look at cash. It is **late**. It stays late.")
    ['It is **late**.']
    >>> key_sentences("- one\n- two\n  and a half")
    ['one', 'two and a half']
    """
    lines = block.splitlines()
    if _ITEM.match(lines[0]):
        items: list[str] = []
        for line in lines:
            if _ITEM.match(line):
                items.append(_ITEM.sub("", line))
            else:
                items[-1] += f" {line.strip()}"
        return [shortened(item) for item in items]
    text = " ".join(line.lstrip("> ").strip() for line in lines)
    sentences = _SENTENCE.split(text)
    if any(sentence.count("**") % 2 for sentence in sentences):  # bold words over more than one sentence
        return [shortened(text)]
    return [sentence for sentence in sentences if "**" in sentence] or sentences[:1]


def shortened(text: str) -> str:
    """As many sentences as a line of a slide has room for; one at least, and never half of what is bold.

    >>> shortened("**Cash.** It comes late. " + "It stays late. " * 20)[:40]
    '**Cash.** It comes late. It stays late. '
    """
    kept = ""
    for sentence in _SENTENCE.split(text):
        longer = f"{kept} {sentence}".strip()
        if kept and len(longer) > LONGEST_LINE and not kept.count("**") % 2:
            break
        kept = longer
    return kept


def _of_code(source: str, tasks: Tasks, heading: str) -> Iterator[Slide]:
    """A question that the cell asks, or the lab that it opens."""
    known = {task.name: task for task in tasks}
    for act, words in _calls_of(source):
        if act == "lab":
            yield Slide(heading or "Play", "play", [_levers(words)])
        elif act in _ASKING and words and words[0] in known:
            yield _question(known[words[0]])


def _calls_of(source: str) -> Iterator[tuple[str, list[str]]]:
    """What a cell calls on its lesson, in order, with the texts that it gives."""
    try:
        nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    except SyntaxError:
        return
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(node.func, ast.Attribute):
            given = (one.value for one in node.args if isinstance(one, ast.Constant))
            yield node.func.attr, [value for value in given if isinstance(value, str)]


def _levers(keys: Sequence[str]) -> Markup:
    from simulator.parameters import dictionary

    titles = [dictionary()[key].title for key in keys if key in dictionary()]
    return Markup("At the machine: move {}, press Play, read the table.").format(
        ", ".join(titles) or "the levers"
    )


def _question(task: Task) -> Slide:
    """The question of a task; never its answer."""
    kind = (
        "prediction" if task.kind in PREDICTIONS else task.kind if task.kind == "reflection" else "question"
    )
    titles = {"prediction": "Write it down first", "question": "Your turn", "reflection": "Think back"}
    unit = Markup(" <small>in {}</small>").format(task.unit) if task.unit else Markup()
    options = Markup("").join(Markup("<li>{}</li>").format(text) for text in task.options.values())
    more = Markup('<ol class="options">{}</ol>').format(options) if options else Markup()
    return Slide(titles[kind], kind, [Markup("{}{}").format(task.ask, unit)], more)


def _of_outputs(cell: Any, heading: str) -> Iterator[Slide]:
    """What the example's run printed, as it is kept in the notebook."""
    printed = "".join(str(out.get("text", "")) for out in cell.outputs if out.output_type == "stream")
    if printed.strip():
        yield Slide(
            heading,
            "figures",
            [Markup("The example's company:")],
            Markup("<pre>{}</pre>").format(printed.rstrip()),
        )
