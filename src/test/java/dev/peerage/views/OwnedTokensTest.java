package dev.peerage.views;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peerage.testing.OneNode;
import java.time.Duration;
import java.util.List;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.ConcurrencyFailureException;

/** Who may write down where a segment is. */
class OwnedTokensTest {

    private final Shelf shelf = new Shelf();
    private final Forms forms = new Forms(List.of(shelf.things), shelf.tables());
    private final TokenStore slow = ViewConfiguration.tokenStore(shelf.tables(), "slow", forms, Duration.ZERO);
    private final TokenStore quick = ViewConfiguration.tokenStore(shelf.tables(), "quick", forms, Duration.ZERO);

    @AfterEach
    void close() {
        shelf.close();
    }

    @BeforeEach
    void claim() {
        slow.initializeTokenSegments("other", 1, new GlobalSequenceTrackingToken(10));
        slow.fetchToken("other", 0);
    }

    /** As the others do with claims of a node that they take for dead. */
    private void isTakenAwayFromTheSlowOne() {
        shelf.tables().jdbc().update("update processor_token set owner = null where processor_name = 'other'");
    }

    private String position() {
        return shelf.tables()
                .texts(
                        "select convert_from(token, 'UTF8')::json ->> 'globalIndex' from processor_token where processor_name = 'other'")
                .getFirst();
    }

    @Test
    void itsOwnerExtendsTheClaimAndStoresTheToken() {
        slow.extendClaim("other", 0);
        slow.storeToken(new GlobalSequenceTrackingToken(20), "other", 0);
        assertThat(position()).isEqualTo("20");
    }

    /** A batch of it begins with this. */
    @Test
    void whoWritesAnotherFormThanTheViewIsInCannotGoOn() {
        slow.initializeTokenSegments("shelf", 1, new GlobalSequenceTrackingToken(10));
        slow.fetchToken("shelf", 0);
        slow.extendClaim("shelf", 0);

        shelf.tables().jdbc().update("update view_form set form = 2 where view = 'shelf'");

        assertThatThrownBy(() -> slow.extendClaim("shelf", 0)).isInstanceOf(UnableToClaimTokenException.class);
        assertThatThrownBy(() -> slow.storeToken(new GlobalSequenceTrackingToken(20), "shelf", 0))
                .isInstanceOf(UnableToClaimTokenException.class);
        slow.extendClaim("other", 0);
    }

    @Test
    void whoHasLostItCannotSetItBackThoughNobodyHasIt() {
        isTakenAwayFromTheSlowOne();
        quick.fetchToken("other", 0);
        quick.storeToken(new GlobalSequenceTrackingToken(30), "other", 0);
        quick.releaseClaim("other", 0);

        assertThatThrownBy(() -> slow.extendClaim("other", 0)).isInstanceOf(UnableToClaimTokenException.class);
        assertThatThrownBy(() -> slow.storeToken(new GlobalSequenceTrackingToken(20), "other", 0))
                .isInstanceOf(UnableToClaimTokenException.class);
        assertThat(position()).isEqualTo("30");
    }

    @Test
    void aClaimIsNotExtendedAgainAtOnceButItIsAskedForBeforeAnythingIsStored() {
        TokenStore seldom = ViewConfiguration.tokenStore(shelf.tables(), "slow", forms, Duration.ofHours(1));
        seldom.fetchToken("other", 0);
        seldom.extendClaim("other", 0);
        String extended = extended();
        seldom.extendClaim("other", 0);
        assertThat(extended()).isEqualTo(extended);
        slow.extendClaim("other", 0);
        assertThat(extended()).as("by whoever does so each time").isNotEqualTo(extended);

        isTakenAwayFromTheSlowOne();

        seldom.extendClaim("other", 0);
        assertThatThrownBy(() -> seldom.storeToken(new GlobalSequenceTrackingToken(20), "other", 0))
                .isInstanceOf(UnableToClaimTokenException.class);
    }

    private String extended() {
        return shelf.tables()
                .texts("select timestamp from processor_token where processor_name = 'other'")
                .getFirst();
    }

    @Test
    void whoseClaimWasNotExtendedAsksAgain() {
        TokenStore seldom = ViewConfiguration.tokenStore(shelf.tables(), "slow", forms, Duration.ofHours(1));
        seldom.fetchToken("other", 0);
        isTakenAwayFromTheSlowOne();

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> seldom.extendClaim("other", 0)).isInstanceOf(UnableToClaimTokenException.class);
        }
    }

    /** As a database that was killed, and had not written down what was committed last. */
    @Test
    void whoDoesNotFindASegmentWhereItLeftItHasToFetchIt() {
        slow.storeToken(new GlobalSequenceTrackingToken(20), "other", 0);
        String lost = token();
        slow.storeToken(new GlobalSequenceTrackingToken(30), "other", 0);
        shelf.tables()
                .jdbc()
                .update("update processor_token set token = ? where processor_name = 'other'", lost.getBytes(UTF_8));

        assertThatThrownBy(() -> slow.storeToken(new GlobalSequenceTrackingToken(40), "other", 0))
                .isInstanceOf(UnableToClaimTokenException.class);
        assertThatThrownBy(() -> slow.extendClaim("other", 0))
                .as("if it has nothing to do")
                .isInstanceOf(UnableToClaimTokenException.class);

        assertThat(position()).isEqualTo("20");
        assertThat(slow.fetchToken("other", 0)).isEqualTo(new GlobalSequenceTrackingToken(20));
        slow.storeToken(new GlobalSequenceTrackingToken(40), "other", 0);
        assertThat(position()).isEqualTo("40");
    }

    private String token() {
        return shelf.tables()
                .texts("select convert_from(token, 'UTF8') from processor_token where processor_name = 'other'")
                .getFirst();
    }

    @Test
    void nothingTakesThePlaceOfWhatAnotherNodeWrites() {
        ViewPositions positions = new ViewPositions(shelf.region().database(), shelf.tables(), OneNode.INSTANCE);

        for (List<String> names : List.of(List.of("other", "next"), List.of("next", "other"))) {
            assertThatThrownBy(() ->
                            shelf.tables().inTransaction(() -> positions.rename(names.getFirst(), names.getLast())))
                    .isInstanceOf(ConcurrencyFailureException.class);
        }
        slow.releaseClaim("other", 0);
        shelf.tables().inTransaction(() -> positions.rename("other", "next"));

        assertThat(shelf.tables()
                        .texts("select processor_name from processor_token where processor_name in ('other', 'next')"))
                .containsExactly("next");
    }
}
