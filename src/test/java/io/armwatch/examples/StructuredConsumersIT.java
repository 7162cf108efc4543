package io.armwatch.examples;

final class StructuredConsumersIT extends ConsumersContract {
    StructuredConsumersIT() {
        super("structured");
    }
}
