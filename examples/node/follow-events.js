// Acts on armwatch's events, read with kafkajs and the CloudEvents SDK, which understands both content modes.
import { Kafka as KafkaMessage } from "cloudevents";
import { Kafka, logLevel } from "kafkajs";

const brokers = (process.env.ARMWATCH_KAFKA_BROKERS ?? "localhost:9092").split(",");
const prefix = process.env.ARMWATCH_TOPICS_PREFIX ?? "azure";

// Types that are not named here are ignored: new ones may come.
function handle(event) {
  const { data } = event;
  switch (event.type) {
    case "io.armwatch.key.rotated.v1":
      console.log(`key ${data.key} of ${data.resourceId} was rotated: read it again`);
      break;
    case "io.armwatch.certificate.deletion-failed.v1":
      // error may be null
      console.log(`certificate ${data.name} could not be deleted: ${data.error?.code ?? "no reason given"}`);
      break;
  }
}

// The SDK expects text; kafkajs hands out bytes.
function toEvent(message) {
  const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, value.toString()]));
  return KafkaMessage.toEvent({ headers, key: message.key.toString(), value: message.value.toString() });
}

const kafka = new Kafka({ clientId: "armwatch-example", brokers, logLevel: logLevel.WARN });
// readUncommitted is false by default: events of aborted transactions are not read.
const consumer = kafka.consumer({ groupId: `${prefix}.node-example`, readUncommitted: false });

await consumer.connect();
await consumer.subscribe({ topics: [`${prefix}.key-rotations`, `${prefix}.certificate-failures`], fromBeginning: true });
// Offsets are committed after eachMessage has returned. If it throws, kafkajs reads the event again.
await consumer.run({ eachMessage: async ({ message }) => handle(toEvent(message)) });

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => consumer.disconnect());
}
