"""Messages of the program, in Vietnamese and English."""

from doisoat.messages.catalogue import LANGUAGES, Messages, choose_language, load

__all__ = ["LANGUAGES", "Messages", "choose_language", "load"]
