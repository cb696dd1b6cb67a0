package dev.peerage.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Which failure means what. */
class AppendRefusalTest {

    private static final Map<UniqueValues.Key, String> HOLDERS =
            Map.of(new UniqueValues.Key("title", "crown"), "note/king");

    @Test
    void aTakenValueIsToldWhateverTheLanguageOfTheServer() {
        SQLException german = fromServer("""
                SFEHLER
                VERROR
                C23505
                Mdoppelter Schlüsselwert verletzt Unique-Constraint »unique_value_pkey«
                DSchlüssel »(kind, value)=(title, crown)« existiert bereits.
                tunique_value""");

        assertThat(translate(german))
                .isInstanceOfSatisfying(
                        ValuesHeld.class, held -> assertThat(held.holders()).isEqualTo(HOLDERS));
    }

    @Test
    void anEventThatIsThereMeansThatItsStreamHasMovedOn() {
        assertThat(translate(fromServer("C23505\nDSchlüssel existiert bereits.\ntevent")))
                .isInstanceOf(StreamMovedOn.class);
    }

    @Test
    void anotherUniqueConstraintIsAFault() {
        assertThat(translate(fromServer("C23505\ntprocessor_token"))).isInstanceOf(IllegalStateException.class);
        assertThat(translate(new SQLException("?", "23505"))).isInstanceOf(IllegalStateException.class);
    }

    private static RuntimeException translate(SQLException refused) {
        return AppendRefusal.translate(refused, () -> HOLDERS);
    }

    /** The fields of an ErrorResponse, one a line (PostgreSQL, section 54.8). */
    private static SQLException fromServer(String fields) {
        PSQLException failure = new PSQLException(new ServerErrorMessage(fields.replace('\n', '\0')));
        assertThat(Objects.requireNonNull(failure.getServerErrorMessage()).getSQLState())
                .isNotNull();
        return failure;
    }
}
