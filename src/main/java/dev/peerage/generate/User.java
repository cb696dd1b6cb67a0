package dev.peerage.generate;

import java.util.Map;

/** One user line. */
record User(String id, String username, String name, String email, boolean active, Map<String, String> attributes) {}
