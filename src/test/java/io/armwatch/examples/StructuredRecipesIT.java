package io.armwatch.examples;

final class StructuredRecipesIT extends RecipesContract {
    StructuredRecipesIT() {
        super("structured");
    }
}
