# The portal as an image, for the scale-out set of compose.yaml. Never built by its authors: a starting
# point to be tried, not a proven artefact (docs/deployment.md, «Containers»).
FROM python:3.11.13-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=portal.settings.production \
    VAR_DIR=/srv/portal \
    STATIC_ROOT=/app/collected

# backup and restore call pg_dump and pg_restore
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt
COPY . .

# Collecting files needs settings, not their values; these live in this one step only.
RUN SECRET_KEY=only-while-static-files-are-collected-000000000000000000 \
    PERSON_HASH_KEY=only-while-static-files-are-collected \
    ALLOWED_HOSTS=localhost BASE_URL=http://localhost \
    sh -c 'python manage.py compile_catalogues && python manage.py collectstatic --noinput --verbosity 0' \
    && python -m compileall -q portal home civic_pages search \
    && useradd --create-home --home-dir /srv/portal portal \
    && chown portal /srv/portal

USER portal
VOLUME /srv/portal
EXPOSE 8000
CMD ["python", "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "2", "--blocking-threads", "4", "--log-config", "portal/core/runner/granian-logs.json", \
     "portal.wsgi:application"]
