package dev.peerage.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.peerage.kernel.Region;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Links that something has happened to, and databases that must not be linked. */
@Tag("faults")
class RepairTest {

    private final Ledger ledger = new Ledger();
    private final Regions regions = new Regions();
    private RegionAlone eu;
    private RegionAlone us;

    @BeforeEach
    void mesh() {
        RegionAlone[] two = regions.meshed("eu", "us");
        eu = two[0];
        us = two[1];
        ledger.append(eu, 20);
        ledger.isHeldBy(us);
    }

    @AfterEach
    void end() {
        regions.close();
    }

    private void goesOn() {
        ledger.append(eu, 20);
        ledger.append(us, 20);
        ledger.isHeldBy(eu, us);
        us.isStreaming();
    }

    @Test
    void droppedSubscriptionIsMadeAgain() {
        new Subscription(us.sql(), "peerage_eu_to_us").drop();
        goesOn();
    }

    @Test
    void droppedSlotIsMadeAgain() {
        Slots.drop(eu.sql(), new LinkName(eu.region, us.region));
        goesOn();
    }

    @Test
    void droppedPublicationIsMadeAgain() {
        eu.sql().sql("drop publication peerage").update();
        goesOn();
        assertThat(eu.sql()
                        .sql("select count(*) from pg_publication")
                        .query(Long.class)
                        .single())
                .isOne();
    }

    @Test
    void subscriptionThatLeadsElsewhereIsPutRightAtTheNextStart() {
        us.stop();
        us.sql()
                .sql("alter subscription peerage_eu_to_us connection 'host=127.0.0.1 port=1 dbname=nowhere'")
                .update();
        us.start(eu);
        goesOn();
    }

    /** Which has published events alone. */
    @Test
    void linkOfAnEarlierReleaseBringsMarksToo() {
        us.stop();
        eu.sql().sql("alter publication peerage drop table mark").update();
        us.sql()
                .sql("alter subscription peerage_eu_to_us refresh publication with (copy_data = false)")
                .update();
        us.start(eu);
        us.isStreaming();

        eu.sql().sql("""
                        insert into mark (origin, position, events)
                        select 'eu', max(origin_position), count(*) from event where origin = 'eu'
                        """).update();

        await().until(() -> us.sql()
                .sql("select exists (select from mark where origin = 'eu')")
                .query(Boolean.class)
                .single());
        goesOn();
    }

    @Test
    void pausedLinkStaysPausedAcrossARestart() {
        us.linkFrom(eu).pause();
        long held = us.count(eu.region);
        us.stop();
        ledger.append(eu, 20);
        us.start(eu);
        await().until(() ->
                us.statusOf(eu).state() == LinkState.PAUSED && us.statusOf(eu).lagEvents() == 20);
        assertThat(us.count(eu.region)).isEqualTo(held);

        us.linkFrom(eu).resume();
        goesOn();
    }

    @Test
    void secondDatabaseUnderTheNameOfAPeerIsRefused() {
        RegionAlone other = regions.add("us");
        eu.mesh().put(us.region, other.address());
        eu.isRefused(us, "is another one than before");
        assertThat(other.slots()).isEmpty();
        eu.mesh().put(us.region, us.address());
        goesOn();
    }

    @Test
    void secondDatabaseUnderTheNameOfAPeerDoesNotGetIn() {
        RegionAlone other = regions.add("us");
        ledger.append(us, 5);
        ledger.isHeldBy(eu);

        other.start(eu);

        other.isRefused(eu, "eu knows another database as us");
        assertThat(other.sql()
                        .sql("select count(*) from event")
                        .query(Long.class)
                        .single())
                .isZero();
        goesOn();
    }

    @Test
    void databaseOfThisVeryRegionIsRefused() {
        eu.mesh().put(Region.of("ap"), eu.address());
        await().untilAsserted(() -> assertThat(eu.mesh().lastStatus().getFirst().error())
                .contains("as this one is", "It is this very database"));
    }

    @Test
    void eventThatIsHereIsSkippedAndAnotherUnderItsNameIsNot() {
        String again = """
                insert into event (origin, subject, sequence, origin_position, type, revision, hlc, seen, actor, payload)
                select origin, subject, sequence, origin_position, type, revision, hlc + %d, seen, actor, payload from event
                """;
        long events = us.count(eu.region);

        assertThatCode(() -> arrive(again.formatted(0))).doesNotThrowAnyException();
        assertThat(us.count(eu.region)).isEqualTo(events);
        assertThatThrownBy(() -> arrive(again.formatted(1)))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("region eu has written")
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> us.sql().sql(again.formatted(0)).update())
                .as("an append of this region")
                .isInstanceOf(DuplicateKeyException.class);
    }

    /** As replication does it. */
    private void arrive(String insert) {
        new TransactionTemplate(new JdbcTransactionManager(us.dataSource())).executeWithoutResult(_ -> {
            us.sql().sql("set local session_replication_role = replica").update();
            us.sql().sql(insert).update();
        });
    }
}
