package dev.peerage.views;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How views are read.
 *
 * @param cacheSize the most memory that what was read of one view lately may take; 0 keeps nothing
 */
@ConfigurationProperties("peerage")
record ViewProperties(@DefaultValue("64MB") DataSize cacheSize) {}
