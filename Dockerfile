# natoassess for others: gunicorn behind a proxy that ends TLS. Settings come from the environment; none are in here.
FROM python:3.13-slim-bookworm AS build
WORKDIR /app
ENV PYTHONDONTWRITEBYTECODE=0 PIP_NO_CACHE_DIR=1
COPY pyproject.toml requirements.lock ./
COPY tools tools
RUN python tools/install.py runtime
COPY manage.py gunicorn.conf.py ./
COPY natoassess natoassess
COPY frameworks frameworks
COPY cases cases
COPY templates templates
COPY static static
COPY LICENSE ./
# Static files are gathered under settings of production; the secret lives for this one command.
# Byte code is bound to the image, not to times of files, and nothing rewrites it: the site may not write here.
RUN .venv/bin/python -m compileall -q --invalidation-mode unchecked-hash natoassess frameworks cases \
 && SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    ALLOWED_HOSTS=build.invalid DATABASE_URL=postgres://build.invalid/none STATIC_ROOT=/app/static-gathered \
    .venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin natoassess \
 && install --directory --owner=10001 --group=10001 --mode=0700 /data
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/data STATIC_ROOT=/app/static-gathered BIND=0.0.0.0 PORT=8000 ACCESS_LOG=-
USER 10001
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s CMD ["python", "-m", "natoassess.web.probe"]
CMD ["gunicorn"]
