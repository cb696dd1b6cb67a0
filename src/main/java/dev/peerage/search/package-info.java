/**
 * Full-text search: an index of what the directory view shows, the words that text consists of, and how well a resource
 * answers a question. Knows no resource in particular; their modules say what of theirs is searched.
 */
@ApplicationModule(
        displayName = "Search",
        allowedDependencies = {"kernel", "database", "nodes", "eventstore", "views", "web"})
@NullMarked
package dev.peerage.search;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
