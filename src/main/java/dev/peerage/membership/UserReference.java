package dev.peerage.membership;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

/** What memberships need to know of their user, from its row in the directory view. */
@Entity
@Immutable
@Table(name = "directory_user")
@NullUnmarked
@SuppressWarnings("UnusedVariable") // its fields are named in queries
class UserReference {

    @Id
    private String id;

    private String username;
    private String name;
    private boolean deleted;
    private String version;
}
