# Libraries first: this layer is rebuilt only when pom.xml changes. The empty interface makes Maven download everything that it
# needs to compile. Tests and the formatter run in `mvn verify` only.
FROM maven:3.9-eclipse-temurin-17 AS libraries
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
RUN mkdir -p src/main/java/nothing \
 && echo 'package nothing; interface Nothing {}' > src/main/java/nothing/Nothing.java \
 && mvn -B -q -ntp -Dmaven.test.skip -Dspotless.check.skip package \
 && rm -r src target/classes target/maven-status target/armwatch.jar

FROM libraries AS build
COPY config/log4j2.properties config/
COPY src/main src/main
RUN mvn -B -q -ntp -Dmaven.test.skip -Dspotless.check.skip package

FROM eclipse-temurin:17-jre
LABEL org.opencontainers.image.title=armwatch \
      org.opencontainers.image.description="Watches Azure's management plane and publishes what changed to Kafka" \
      org.opencontainers.image.licenses=Apache-2.0
RUN useradd --system --uid 10001 --home-dir /opt/armwatch --no-create-home --shell /usr/sbin/nologin armwatch
WORKDIR /opt/armwatch
# The layout of a release; large layers that rarely change come first.
COPY --from=libraries /build/target/lib lib
COPY LICENSE armwatch ./
COPY config config
COPY routes routes
COPY --from=build /build/target/bom.json /build/target/armwatch.jar ./
# PATH is for `docker exec`. The heap takes half of the container's memory and leaves the rest to buffers and threads.
# Published ports and pod probes do not reach the container's loopback address, so health and metrics listen on all addresses.
ENV PATH=/opt/armwatch:$PATH \
    LANG=C.UTF-8 \
    ARMWATCH_HTTP_HOST=0.0.0.0 \
    ARMWATCH_JAVA_OPTS="-XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError"
# Creates the class data sharing archive, which makes starts cheaper.
RUN armwatch --version
# A number, because Kubernetes' runAsNonRoot cannot check a name. Group 0, as on OpenShift.
USER 10001:0
EXPOSE 9876
# For `armwatch run`: checks liveness, which is up also while armwatch waits for Kafka. Uses bash, because the base image may lack curl.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/${ARMWATCH_HTTP_PORT:-9876} && printf 'GET /observe/health/live HTTP/1.0\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200 '* ]]"]
ENTRYPOINT ["armwatch"]
CMD ["run"]
