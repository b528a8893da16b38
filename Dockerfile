# syntax=docker/dockerfile:1

FROM eclipse-temurin:25-jdk AS build
WORKDIR /build
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY src src
# Tests and formatting are checked before this, by .ci/run.
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -ntp -DskipTests -Dspotless.check.skip package \
    && java -Djarmode=tools -jar target/userstore.jar extract --layers --destination layers

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --user-group --create-home --home-dir /var/lib/userstore userstore
WORKDIR /opt/userstore
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
USER userstore
# In a container the loopback interface reaches nobody; whom the port is published to is up to `docker run --publish`.
ENV SERVER_ADDRESS=0.0.0.0 \
    SERVER_PORT=8080 \
    USERSTORE_DATA_DIR=/var/lib/userstore/data
# The key-encryption keys and the ledger of erasures: name this volume, and back it up. Without SPRING_DATASOURCE_URL the
# embedded database, too.
VOLUME /var/lib/userstore
EXPOSE 8080
# The image has no HTTP client that we could rely on; bash can open a connection itself.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${SERVER_PORT} && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-jar", "userstore.jar"]
