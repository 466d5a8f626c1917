"""An invented dump in the exact form of the real ones, of any size, from a seed."""

from dataget.sample.files import iter_documents, write_sample
from dataget.sample.plan import Plan
from dataget.sample.videos import VideoIds

__all__ = ["Plan", "VideoIds", "iter_documents", "write_sample"]
