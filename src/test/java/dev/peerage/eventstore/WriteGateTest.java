package dev.peerage.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WriteGateTest {

    private final WriteGate gate = new WriteGate();

    @Test
    void nobodyWritesWhileItIsClosed() {
        gate.close("It is being restored.");

        assertThatThrownBy(() -> gate.through(() -> "written"))
                .isInstanceOf(WritesSuspended.class)
                .hasMessage("It is being restored.");
        assertThat(gate.closedBecause()).contains("It is being restored.");

        gate.open();
        assertThat(gate.through(() -> "written")).isEqualTo("written");
    }

    @Test
    void closingWaitsForWhatIsUnderWay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<String> write = CompletableFuture.supplyAsync(() -> gate.through(() -> {
            begun.countDown();
            uninterrupted(mayEnd);
            return "written";
        }));
        begun.await();
        CompletableFuture<Boolean> writtenWhenClosed = CompletableFuture.supplyAsync(() -> {
            gate.close("It is being restored.");
            return write.isDone() || mayEnd.getCount() == 0;
        });

        mayEnd.countDown();

        assertThat(writtenWhenClosed.get()).isTrue();
        assertThat(write.get()).isEqualTo("written");
    }

    private static void uninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
