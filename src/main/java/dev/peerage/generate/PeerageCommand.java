package dev.peerage.generate;

import picocli.CommandLine.Command;

/** What can be called by name instead of starting a region. */
@Command(name = "java -jar peerage.jar", description = "Starts a region of the directory, unless a command is given.")
final class PeerageCommand {}
