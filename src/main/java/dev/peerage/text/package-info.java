/**
 * Guards for text that becomes part of a value: which characters it may hold and how long it may be.
 *
 * <p>Uses {@code java.*} only, so that every other module, above all the domain, may use it.
 */
@NullMarked
package dev.peerage.text;

import org.jspecify.annotations.NullMarked;
