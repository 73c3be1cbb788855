"""Demo content: a city that talks, in two languages, in every state on any day (home/demo/README.md)."""

from home.services.demo.content import DemoError
from home.services.demo.making import make_demo
from home.services.demo.pages import Made
from home.services.demo.people import Person

__all__ = ["DemoError", "Made", "Person", "make_demo"]
