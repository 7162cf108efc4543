package io.armwatch.examples;

final class BinaryConsumersIT extends ConsumersContract {
    BinaryConsumersIT() {
        super("binary");
    }
}
