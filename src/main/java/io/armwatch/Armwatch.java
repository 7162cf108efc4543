package io.armwatch;

/** The command line of armwatch. */
public final class Armwatch {
    private Armwatch() {}

    public static void main(String[] args) {
        System.out.println("armwatch");
    }
}
