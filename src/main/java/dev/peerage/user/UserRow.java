package dev.peerage.user;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

/** A user in the directory view, as it is read; {@link UserView} writes it. A deleted user keeps its row. */
@Entity
@Immutable
@Table(name = "directory_user")
@NullUnmarked
class UserRow {

    @Id
    private String id;

    @Column(name = "username_key")
    private String usernameKey;

    @Column(name = "email_key")
    private String emailKey;

    @SuppressWarnings("UnusedVariable") // queries ask for it
    private boolean deleted;

    @Column(columnDefinition = "jsonb")
    @Convert(converter = UserStateJson.class)
    private UserState state;

    String id() {
        return id;
    }

    UserState state() {
        return state;
    }
}
