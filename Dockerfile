# The engine and its board. One image for migrate, worker and board.
#
# The lock is the one that the tests ran with, so tools for tests are in it too. They cost space but are
# never started; a second lock could differ from what was tested. Only the tests' browser, 680 MB, stays out.
FROM python:3.11 AS build
WORKDIR /app
RUN python -m venv /venv
COPY requirements.lock ./
RUN /venv/bin/pip install --no-cache-dir --no-deps --require-hashes --requirement requirements.lock \
    && /venv/bin/pip uninstall --yes pyside6-webengine pyside6-addons pyside6-essentials shiboken6
COPY pyproject.toml README.md ./
COPY workflow ./workflow
COPY workers ./workers
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin arendegang
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY definitions /app/definitions
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ARENDEGANG_DEFINITIONS=/app/definitions
WORKDIR /app
USER arendegang
CMD ["arendegang", "--help"]
