package dev.peerage.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;

/** Which failure means what. */
class AppendRefusalTest {

    private static final Map<UniqueValues.Key, List<Holder>> HOLDERS =
            Map.of(new UniqueValues.Key("title", "crown"), List.of(new Holder("note/king", "7")));

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

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void whoWasUndoneForAnotherMayTryAgain(String state) {
        assertThat(translate(fromServer("C" + state))).isInstanceOf(AppendUndone.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "08001", "57P01", "57P02", "57P03", "53100", "53200", "53300"})
    void aDatabaseThatIsGoneOrFullIsOutOfReach(String state) {
        assertThat(translate(new SQLException("?", state))).isInstanceOf(DataAccessResourceFailureException.class);
    }

    @Test
    void aPoolWithoutAConnectionIsOutOfReach() {
        assertThat(translate(new SQLTransientConnectionException("timed out", "28P01")))
                .isInstanceOf(DataAccessResourceFailureException.class);
        assertThat(translate(new SQLException("the pool is closed")))
                .isInstanceOf(DataAccessResourceFailureException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"22P05", "23502", "23514", "42703", "42804", "54000", "57014", "XX000"})
    void anythingElseIsAFaultThatNoRepetitionMends(String state) {
        assertThat(translate(new SQLException("?", state)))
                .isInstanceOf(IllegalStateException.class)
                .isNotInstanceOf(DataAccessException.class);
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
