package io.armwatch.service;

import java.nio.file.Path;

/**
 * Where the user's files are.
 *
 * @param config settings and the watch list
 * @param routes the Camel routes, as YAML
 */
public record Folders(Path config, Path routes) {}
