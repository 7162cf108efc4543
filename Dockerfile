# Libraries first: this layer is built again only when pom.xml changes. The type that says nothing makes Maven fetch what it
# needs to compile. Tests and the formatter are the business of `mvn verify`.
FROM maven:3.9-eclipse-temurin-17 AS libraries
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
RUN mkdir -p src/main/java/nothing \
 && echo 'package nothing; interface Nothing {}' > src/main/java/nothing/Nothing.java \
 && mvn -B -q -ntp -Dmaven.test.skip -Dspotless.check.skip package \
 && rm -r src target/classes target/maven-status target/armwatch.jar

FROM libraries AS build
COPY src/main src/main
RUN mvn -B -q -ntp -Dmaven.test.skip -Dspotless.check.skip package

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 --home-dir /opt/armwatch --no-create-home --shell /usr/sbin/nologin armwatch
WORKDIR /opt/armwatch
# As in the project's own folder, so that its start script finds all; the largest and steadiest first.
COPY --from=libraries /build/target/lib target/lib
COPY LICENSE armwatch ./
COPY config config
COPY routes routes
COPY --from=build /build/target/armwatch.jar target/
# `docker exec` finds armwatch, too. Heap is half of the container's memory; buffers and threads take their share beside it.
# Published ports and pod probes reach all addresses of the container only, so health and metrics listen there.
ENV PATH=/opt/armwatch:$PATH \
    LANG=C.UTF-8 \
    ARMWATCH_HTTP_HOST=0.0.0.0 \
    ARMWATCH_JAVA_OPTS="-XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError"
# Makes the archive of loaded classes, by which a start costs less.
RUN armwatch --version
# By number: Kubernetes' runAsNonRoot cannot judge a name.
USER 10001
EXPOSE 9876
# Of `armwatch run`: alive, also while it waits for Kafka. Without curl, which not every base image has.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/${ARMWATCH_HTTP_PORT:-9876} && printf 'GET /observe/health/live HTTP/1.0\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200 '* ]]"]
ENTRYPOINT ["armwatch"]
CMD ["run"]
