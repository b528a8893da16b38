package io.userstore.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** Progress through steps of rows, a bar for each. */
final class Steps implements AutoCloseable {

    /** A bar is not for every row. */
    private static final long EVERY = 500;

    private @Nullable String step;
    private @Nullable ProgressBar bar;

    void at(String name, long done, long total) {
        if (!name.equals(step)) {
            close();
            step = name;
            bar = new ProgressBarBuilder()
                    .setTaskName(name)
                    .setUnit(" rows", 1)
                    .setInitialMax(total)
                    .showSpeed()
                    .build();
        }
        if (bar != null && (done % EVERY == 0 || done == total)) {
            bar.stepTo(done);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
        step = null;
    }
}
