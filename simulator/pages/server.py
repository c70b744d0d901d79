"""Voilà, with the settings of these pages: a fixed list of addresses, nothing else is served."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path
from typing import Any

import psutil
import tornado.ioloop
import tornado.web
from jupyter_server.base.handlers import FileFindHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.httpserver import HTTPServer
from traitlets.config import Config
from voila.app import Voila
from voila.request_info_handler import RequestInfoSocketHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import AllowListFileHandler, MultiStaticFileHandler, TemplateStaticFileHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from simulator.app.limits import UPLOAD_LIMIT_BYTES
from simulator.app.workplace import first_setting
from simulator.pages.assets import TEMPLATE, Assets, make_assets
from simulator.pages.handlers import (
    BoardFile,
    GalleryPage,
    LockedPage,
    MissingPage,
    NotebookPage,
    Opening,
)
from simulator.pages.serving import ANSWERS, Opened, Wanted, is_loopback
from simulator.pages.waiting import NONE_BY_ITSELF, build_ahead, in_order

FIRST_PAGE = "gallery"
MESSAGE_OVERHEAD_BYTES = 1_000_000
ENDING_SECONDS = 5
WIDGET_SECONDS = 120
SHOWN_WHY = "creditlab page --talkative shows why."
EXTENSIONS = ["@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget"]
KEPT_HANDLERS = (
    KernelHandler,
    VoilaKernelWebsocketHandler,
    TemplateStaticFileHandler,
    MultiStaticFileHandler,
    FileFindHandler,
    VoilaShutdownKernelHandler,
    RequestInfoSocketHandler,
    AllowListFileHandler,
)

_CLIMBING = r"(?i)/.*(?:\.\.|%2e|%2f|%5c).*"
"""Addresses that climb out of a folder, or hide a slash: no page has such a name."""


class PageServer(Voila):  # type: ignore[misc]  # Voilà has no types
    """Serves the pages of one folder; made by `prepared`."""

    opened: Opened
    assets: Assets
    page_names: list[str]
    opening: Opening

    @classmethod
    def prepared(cls, wanted: Wanted, opened: Opened, folder: Path, private: Path) -> PageServer:
        """A server with all its settings that has not started yet."""
        names = sorted(path.stem for path in folder.glob("*.ipynb"))
        assets = make_assets(private / "template", names)
        server: PageServer = cls.instance(
            config=settings_of(wanted, opened, folder, assets), config_file_paths=[]
        )
        server.opened, server.assets, server.page_names = opened, assets, names
        server.ioloop = tornado.ioloop.IOLoop.current()  # so that it can be ended before it has begun
        server.opening = Opening(first_setting(), private / ANSWERS, wanted.boards, wanted.go_on)
        server.initialize([])
        if not wanted.is_talkative:
            server.log.addFilter(one_line)
        return server

    def setup_template_dirs(self) -> None:
        """Let Voilà find the template that was just made."""
        import os

        os.environ["JUPYTER_PATH"] = str(self.assets.folder)
        super().setup_template_dirs()

    def init_settings(self) -> dict[str, Any]:
        """Voilà's settings, with the host checked: another page in the same browser must not reach in."""
        settings: dict[str, Any] = super().init_settings()
        settings |= {
            # whoever knows the token comes from a login, under the name that the world knows
            "allow_remote_access": bool(self.opened.token),
            "local_hostnames": ["localhost"],
            "login_url": "/locked",
            "creditlab": self.assets.words,
            "default_handler_class": MissingPage,
        }
        return settings

    def init_handlers(self) -> list[Any]:
        """A fixed list of addresses: the pages by name, the static files, the kernels."""
        kept = [entry for entry in super().init_handlers() if issubclass(entry[1], KEPT_HANDLERS)]
        themes = [entry for entry in super().init_handlers() if "/voila/api/themes/" in entry[0]]
        shared = {"template_paths": self.template_paths, "config": self.config}
        opening = {"opening": self.opening}
        pages: list[Any] = [
            ("/", GalleryPage, opening),
            (r"/boards/([^/]+)/([^/]+)", BoardFile, opening),
            ("/locked", LockedPage),
        ]
        for name in self.page_names:
            if name == FIRST_PAGE:
                handler: tuple[Any, ...] = (tornado.web.RedirectHandler, {"url": "/", "permanent": False})
            else:
                notebook = {"notebook_path": f"{name}.ipynb", "voila_configuration": self.voila_configuration}
                handler = (NotebookPage, shared | notebook)
            pages.append((f"/{name}", *handler))
            pages.append((f"/voila/render/{name}.ipynb", tornado.web.RedirectHandler, {"url": f"/{name}"}))
        return [(_CLIMBING, MissingPage), *pages, *kept, *themes, ("/.*", MissingPage)]

    def listen(self) -> None:
        """Serve on the port that was taken before, until `end`."""
        HTTPServer(self.app, max_buffer_size=UPLOAD_LIMIT_BYTES + MESSAGE_OVERHEAD_BYTES).add_sockets(
            self.opened.sockets
        )
        self.ioloop = tornado.ioloop.IOLoop.current()
        if self.voila_configuration.preheat_kernel:
            names = in_order(name for name in self.page_names if name != FIRST_PAGE)
            self.ioloop.add_callback(build_ahead, self.kernel_manager, names)
        try:
            self.ioloop.start()
        finally:
            self.stop()

    def end(self) -> None:
        """Ask the server to end; safe to call from a signal."""
        tornado.ioloop.IOLoop.current().add_callback_from_signal(self.ioloop.stop)

    def stop(self) -> None:
        """End all kernels, those that wait for a visitor too.

        One that is just starting makes Voilà stumble or is overlooked, so what is left is ended by its process.
        """
        for taken in self.opened.sockets:
            taken.close()
        with contextlib.suppress(Exception):
            self.ioloop.run_sync(lambda: self.kernel_manager.shutdown_all(now=True), timeout=ENDING_SECONDS)
        left = psutil.Process().children(recursive=True)
        for process in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(left, timeout=ENDING_SECONDS)


def settings_of(wanted: Wanted, opened: Opened, folder: Path, assets: Assets) -> Config:
    """Voilà's settings, safe by default."""
    return Config(
        {
            "Voila": {
                "root_dir": str(folder.resolve()),
                "port": opened.port,
                "ip": opened.host,
                "open_browser": False,
                "token": opened.token,
                "connection_dir_root": str(assets.folder.parent),
                "log_level": logging.INFO if wanted.is_talkative else logging.ERROR,
                "tornado_settings": {
                    "websocket_max_message_size": UPLOAD_LIMIT_BYTES + MESSAGE_OVERHEAD_BYTES,
                    "headers": {
                        "Content-Security-Policy": policy(opened),
                        "X-Content-Type-Options": "nosniff",
                    },
                },
            },
            "VoilaConfiguration": {
                "template": TEMPLATE,
                "theme": "light",
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "strip_sources": True,
                "show_tracebacks": False,
                "file_allowlist": [],
                "extension_allowlist": EXTENSIONS,
                "preheat_kernel": wanted.is_preheated,
                "resources": {"creditlab": assets.words},
            },
            "VoilaExecutor": {
                "cell_error_instruction": SHOWN_WHY,
                "cell_timeout_instruction": SHOWN_WHY,
                # A cell's widgets arrive after its reply. On a busy machine the usual 4 seconds were over before,
                # and the page was sent without them, in silence (voila#685).
                "iopub_timeout": WIDGET_SECONDS,
                "raise_on_iopub_timeout": True,
            },
            "VoilaKernelManager": {"kernel_pools_config": NONE_BY_ITSELF, "fill_delay": 1},
            "MappingKernelManager": {
                "cull_idle_timeout": wanted.idle_seconds,
                "cull_interval": max(1, min(60, wanted.idle_seconds // 2)),
                "cull_connected": False,
            },
            # Charts are data, not prints: their messages must not be dropped for being many.
            "ZMQChannelsWebsocketConnection": {"limit_rate": False},
        }
    )


def policy(opened: Opened) -> str:
    """What a page may load: from this server only, so that nothing leaves the machine."""
    sockets = " ".join(f"ws://{name}:{opened.port}" for name in ("127.0.0.1", "localhost"))
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self' {sockets} blob: data:"
            if is_loopback(opened.host)
            else "connect-src 'self' ws: blob: data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "frame-ancestors 'self'",
        )
    )


def one_line(record: logging.LogRecord) -> bool:
    """Shorten a log entry to what was tried; the traceback may hold data of customers."""
    kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
    if kind:
        record.msg = f"A page could not be built ({kind}). creditlab page --talkative shows where."
        record.args, record.exc_info, record.exc_text = (), None, None
    elif "\n" in (told := record.getMessage()):
        record.msg, record.args = told.splitlines()[0], ()  # what follows is a preview of the notebook
    return True
