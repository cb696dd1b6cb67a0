package dev.peerage.membership;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

/**
 * A membership in the directory view, as it is read; {@link MembershipView} writes it. A membership that ended keeps
 * its row.
 */
@Entity
@Immutable
@Table(name = "directory_membership")
@NullUnmarked
class MembershipRow {

    @EmbeddedId
    @SuppressWarnings("UnusedVariable") // named in queries
    private MembershipKey key;

    @Column(name = "add_wins")
    private boolean addWins;

    @Column(name = "remove_wins")
    private boolean removeWins;

    @Column(columnDefinition = "jsonb")
    @Convert(converter = MembershipStateJson.class)
    private MembershipState state;

    MembershipState state() {
        return state;
    }
}
