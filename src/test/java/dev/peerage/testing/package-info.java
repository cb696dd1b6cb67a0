/** What tests of several modules share. */
@NullMarked
package dev.peerage.testing;

import org.jspecify.annotations.NullMarked;
