package dev.peerage.eventstore;

import dev.peerage.kernel.Dot;

/** Which event of all: the same in every region. */
public record EventName(String subject, Dot dot) {}
