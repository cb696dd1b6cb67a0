package dev.peerage.sync;

/** Which resource of all. */
record Resource(String type, String id) {

    /**
     * The resource that a subject's events are about.
     *
     * @throws IllegalArgumentException if it is no subject
     */
    static Resource of(String subject) {
        int slash = subject.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("no subject: " + subject);
        }
        return new Resource(subject.substring(0, slash), subject.substring(slash + 1));
    }
}
