package dev.peerage.views;

import static java.util.Objects.requireNonNull;

import dev.peerage.eventstore.Background;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Checks all views of this node against the log, all the time (adr/0024). */
public class Verifications extends Background {

    private static final Logger LOG = LoggerFactory.getLogger(Verifications.class);

    private final Map<String, Verification> ofViews = new TreeMap<>();
    private final Rebuilds rebuilds;
    private final Forms forms;
    private final VerifyProperties properties;

    Verifications(List<Verification> ofViews, Rebuilds rebuilds, Forms forms, VerifyProperties properties) {
        super("verifier of views");
        ofViews.forEach(one -> this.ofViews.put(one.status().view(), one));
        this.rebuilds = rebuilds;
        this.forms = forms;
        this.properties = properties;
    }

    /** What was found in each view. */
    public List<VerificationStatus> status() {
        return ofViews.values().stream().map(Verification::status).toList();
    }

    /** What was found in a view. */
    public VerificationStatus status(String view) {
        return of(view).status();
    }

    /**
     * Makes those rows of a view anew from the log that are known to differ from it, and still do.
     *
     * @throws ViewNotFree if the view is stored in the form of another release
     */
    public Mending mend(String view) {
        forms.mustBeStored(view);
        return of(view).mend();
    }

    /**
     * The same for one subject, whether or not it is known to differ.
     *
     * @throws ViewNotFree as the other does
     */
    public Mending mend(String view, String subject) {
        forms.mustBeStored(view);
        return of(view).mend(Set.of(subject));
    }

    private Verification of(String view) {
        return requireNonNull(ofViews.get(view), "no view is named " + view);
    }

    @Override
    protected void run() throws InterruptedException {
        while (isRunning() && properties.sample() > 0) {
            try {
                step();
            } catch (DataAccessException | TransactionException notNow) {
                LOG.debug("Views cannot be checked now", notNow);
            } catch (RuntimeException broken) {
                LOG.error("Views cannot be checked", broken);
            }
            Thread.sleep(properties.interval());
        }
    }

    /** A view that is being filled, comes behind one that is, or is stored as another release stores it, is left alone. */
    void step() {
        Set<String> live = rebuilds.status().stream()
                .filter(view -> view.state().equals("live"))
                .map(ViewStatus::name)
                .filter(forms::isStored)
                .collect(Collectors.toSet());
        for (Verification one : ofViews.values()) {
            if (one.restsOn().allMatch(live::contains)) {
                one.step(properties.sample());
            }
        }
    }
}
