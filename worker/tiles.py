"""Small pictures in gallery styles, each by its own net or by the best fast painter of pictures."""

from collections.abc import Mapping
from dataclasses import dataclass

from jobs.catalogue import OWN_FAST, Method, Style
from painting.step import Tell
from painting.wish import Colours, StylePicture, Wish
from painting.wish import Picture as Pixels
from worker import needs
from worker.paint import style_picture
from worker.painters import Painters
from worker.pictures import Picture


@dataclass(frozen=True)
class TilePainter:
    """Paints small.

    Args:
        styles: the gallery by name, with the operator's own.
    """

    painters: Painters
    styles: Mapping[str, Style]

    def paint(
        self,
        style: Style,
        photo: Picture,
        tell: Tell,
        strength: float = 1.0,
        colours: Colours = Colours.STYLE,
    ) -> Pixels:
        """Paint a photo of a tile's size.

        Args:
            tell: called between layers; what it raises passes through.

        Returns:
            The painting; or where nothing here paints by pictures, the style picture itself, of any size.

        Raises:
            jobs.errors.TellThePerson: the style picture cannot be read.
            weights.FileError, weights.checkpoint.WeightsError: the net cannot be loaded.
        """
        wish = Wish(content=photo.pixels, strength=strength, colours=colours)
        if not style.by_picture:
            return self.painters.get(style.method, {style.name: 1.0}, self.styles).paint(wish, tell)
        shown, method = style_picture(style, photo, max(photo.width, photo.height)), self._by_picture()
        if method is None:
            return shown
        looked_at = Wish(
            content=photo.pixels,
            styles=(StylePicture(picture=shown),),
            strength=strength,
            colours=colours,
        )
        return self.painters.get(method, {}, self.styles).paint(looked_at, tell)

    def _by_picture(self) -> Method | None:
        folder = self.painters.folder
        return next((method for method in OWN_FAST if needs.installed(method, None, folder)), None)
