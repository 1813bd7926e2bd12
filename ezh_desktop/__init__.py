"""ЭЖ Desktop: the electronic class journal (электронный журнал) that a school keeps on its own computer."""

__version__ = "0.1.0"
