"""The wheel: `archive` with what stands beside it in the checkout, as its folder `shipped`."""

from pathlib import Path

from setuptools import find_packages, setup

HERE = Path(__file__).parent
SHIPPED = "archive.shipped"
FOLDERS = ("templates", "static", "fixtures")
BESIDE = ["manage.py", "gunicorn.conf.py", "serve.sh", "LICENSE"]


def needed() -> list[str]:
    """Return what requirements.in names, without its comments."""
    lines = (HERE / "requirements.in").read_text(encoding="utf-8").splitlines()
    return [line.partition(" #")[0] for line in lines if line]


def files(folder: str) -> list[str]:
    paths = (HERE / folder).rglob("*")
    return [str(path.relative_to(HERE / folder)) for path in paths if path.is_file()]


def code_beside() -> list[str]:
    """Return what in `archive` is no Python: translations, tables, models of the language."""
    paths = (HERE / "archive").rglob("*")
    told = [path for path in paths if path.is_file() and path.suffix not in (".py", ".pyc", ".po")]
    return [str(path.relative_to(HERE / "archive")) for path in told]


setup(
    name="editotheque",
    version="1.0.dev0",
    description="A searchable archive of the editorials of magazines.",
    long_description=(HERE / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    python_requires=">=3.11",
    install_requires=needed(),
    packages=[
        *find_packages(include=["archive", "archive.*"]),
        "archive.locale.en",  # no package of ours: Django reads how days are written
        SHIPPED,
        *(f"{SHIPPED}.{folder}" for folder in FOLDERS),
    ],
    package_dir={SHIPPED: "."} | {f"{SHIPPED}.{folder}": folder for folder in FOLDERS},
    package_data={"archive": code_beside(), SHIPPED: BESIDE}
    | {f"{SHIPPED}.{folder}": files(folder) for folder in FOLDERS},
    entry_points={"console_scripts": ["editotheque=archive.management.console:main"]},
)
