# syntax=docker/dockerfile:1
# The API with its page, as a wheel in an image without compilers, run by an unprivileged user.

FROM node:22-bookworm-slim AS page
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY tools/copy_vendor.mjs tools/
RUN npm run build

FROM python:3.13-slim-bookworm AS wheel
WORKDIR /src
COPY requirements.txt ./
RUN python -m venv /opt/claimatlas \
    && /opt/claimatlas/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY app app
COPY geo geo
COPY gazetteer gazetteer
COPY migrations migrations
COPY --from=page /src/app/web/vendor app/web/vendor
RUN /opt/claimatlas/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/claimatlas claimatlas
COPY --from=wheel /opt/claimatlas /opt/claimatlas
COPY samples /usr/share/claimatlas/samples
ENV PATH=/opt/claimatlas/bin:$PATH \
    CLAIMATLAS_DATA_DIR=/var/lib/claimatlas/data \
    CLAIMATLAS_HOST=0.0.0.0
USER claimatlas
RUN mkdir -p /var/lib/claimatlas/data
WORKDIR /var/lib/claimatlas
VOLUME /var/lib/claimatlas/data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD ["python", "-c", \
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=2)"]
CMD ["claimatlas", "serve"]
