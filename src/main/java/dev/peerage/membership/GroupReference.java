package dev.peerage.membership;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

/** What memberships need to know of their group, from its row in the directory view. */
@Entity
@Immutable
@Table(name = "directory_group")
@NullUnmarked
@SuppressWarnings("UnusedVariable") // its fields are named in queries
class GroupReference {

    @Id
    private String id;

    private String name;
    private String membership;
    private boolean deleted;
    private String version;
}
