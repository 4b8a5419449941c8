# The nightly job: the built package, production dependencies, an unprivileged user, the data directory as a volume.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src src
RUN npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
ENV NODE_ENV=production PLIMSOLL_HOME=/data PLIMSOLL_CONFIG=/config/plimsoll.yaml
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json CHANGELOG.md LICENSE ./
COPY bin bin
COPY sql sql
COPY templates templates
COPY warehouse warehouse
COPY docs docs
RUN mkdir /data /config && chown node:node /data && echo "{}" > /config/plimsoll.yaml
USER node
VOLUME /data
ENTRYPOINT ["node", "bin/plimsoll.js"]
CMD ["refresh"]
