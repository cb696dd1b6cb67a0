/**
 * The nodes of a region: processes on one database that share its work (adr/0023). Each knows which of them live, and which
 * shares of whatever is dealt out are its own. By that work is balanced, and never kept safe: who may do what is decided by
 * whoever writes it down, in the database.
 */
@ApplicationModule(
        displayName = "Nodes",
        allowedDependencies = {"database"})
@NullMarked
package dev.peerage.nodes;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
