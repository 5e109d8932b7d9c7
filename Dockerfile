# One image for web, worker and media worker. Nothing in it is secret: keys come from the environment when it runs.
FROM python:3.12-slim AS packages
RUN python -m venv /opt/xinqiao
COPY requirements.txt /tmp/requirements.txt
# Of the fonts only the Chinese one is used: the others are 32 MB.
RUN /opt/xinqiao/bin/pip install --no-cache-dir --require-hashes -r /tmp/requirements.txt \
    && cd /opt/xinqiao/lib/python3.12/site-packages/justmytype_intl_cjk/fonts/ofl \
    && rm -r notosansjp notosanskr notosanstc

FROM python:3.12-slim
ENV PATH=/opt/xinqiao/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XINQIAO_VAR=/srv/xinqiao/var \
    HOST=0.0.0.0 \
    PORT=8000
RUN groupadd --gid 10001 xinqiao && useradd --uid 10001 --gid xinqiao --no-create-home --shell /usr/sbin/nologin xinqiao
WORKDIR /srv/xinqiao
COPY --from=packages /opt/xinqiao /opt/xinqiao
COPY . .
# Code and static files belong to root and stay as built; only uploaded files are written.
RUN bin/production release --files-only \
    && install -d -o xinqiao -g xinqiao -m 0700 var/files var/media
USER xinqiao
VOLUME /srv/xinqiao/var/files
EXPOSE 8000
CMD ["bin/production", "web"]
