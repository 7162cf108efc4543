package io.armwatch.examples;

final class BinaryRecipesIT extends RecipesContract {
    BinaryRecipesIT() {
        super("binary");
    }
}
