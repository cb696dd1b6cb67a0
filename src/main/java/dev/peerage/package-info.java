/** A directory of users, groups and memberships that several regions write at the same time. */
@NullMarked
package dev.peerage;

import org.jspecify.annotations.NullMarked;
