package io.userstore.client;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.common.Registration;
import org.axonframework.messaging.MessageDispatchInterceptor;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryHandler;
import org.axonframework.queryhandling.QueryMessage;
import org.axonframework.queryhandling.QueryResponseMessage;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.axonframework.queryhandling.StreamingQueryMessage;
import org.axonframework.queryhandling.SubscriptionQueryMessage;
import org.axonframework.queryhandling.SubscriptionQueryResult;
import org.axonframework.queryhandling.SubscriptionQueryUpdateMessage;
import org.axonframework.queryhandling.annotation.AnnotationQueryHandlerAdapter;
import org.reactivestreams.Publisher;

/**
 * The queries of the store go to the store, by a bus of their own that converts answers as the store's does and opens no
 * transaction; all others to the service's own bus.
 */
final class StoreQueryBus implements QueryBus {

    private static final Set<Class<?>> STORES = Arrays.stream(StoreQueries.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(QueryHandler.class))
            .map(method -> method.getParameterTypes()[0])
            .collect(Collectors.toUnmodifiableSet());

    private final QueryBus local;
    private final QueryBus store = SimpleQueryBus.builder().build();

    StoreQueryBus(QueryBus local, StoreHttp http) {
        this.local = local;
        new AnnotationQueryHandlerAdapter<>(new StoreQueries(http)).subscribe(store);
    }

    private static boolean isForStore(QueryMessage<?, ?> query) {
        return STORES.contains(query.getPayloadType());
    }

    private QueryBus busFor(QueryMessage<?, ?> query) {
        return isForStore(query) ? store : local;
    }

    @Override
    public <Q, R> CompletableFuture<QueryResponseMessage<R>> query(QueryMessage<Q, R> query) {
        return busFor(query).query(query);
    }

    @Override
    public <Q, R> Publisher<QueryResponseMessage<R>> streamingQuery(StreamingQueryMessage<Q, R> query) {
        return busFor(query).streamingQuery(query);
    }

    /** @throws UnsupportedOperationException for a query of the store: there is one store to ask, and no more answers */
    @Override
    public <Q, R> Stream<QueryResponseMessage<R>> scatterGather(QueryMessage<Q, R> query, long timeout, TimeUnit unit) {
        requireLocal(query, "scatter-gather");
        return local.scatterGather(query, timeout, unit);
    }

    /** @throws UnsupportedOperationException for a query of the store, which sends no updates */
    @Override
    public <Q, I, U>
            SubscriptionQueryResult<QueryResponseMessage<I>, SubscriptionQueryUpdateMessage<U>> subscriptionQuery(
                    SubscriptionQueryMessage<Q, I, U> query, int updateBufferSize) {
        requireLocal(query, "subscription");
        return local.subscriptionQuery(query, updateBufferSize);
    }

    private static void requireLocal(QueryMessage<?, ?> query, String kind) {
        if (isForStore(query)) {
            throw new UnsupportedOperationException("the store answers no " + kind + " queries: "
                    + query.getPayloadType().getSimpleName());
        }
    }

    @Override
    public <R> Registration subscribe(
            String queryName, Type responseType, MessageHandler<? super QueryMessage<?, R>> handler) {
        return local.subscribe(queryName, responseType, handler);
    }

    @Override
    public Registration registerDispatchInterceptor(
            MessageDispatchInterceptor<? super QueryMessage<?, ?>> dispatchInterceptor) {
        Registration here = local.registerDispatchInterceptor(dispatchInterceptor);
        Registration there = store.registerDispatchInterceptor(dispatchInterceptor);
        return () -> here.cancel() & there.cancel();
    }

    @Override
    public Registration registerHandlerInterceptor(
            MessageHandlerInterceptor<? super QueryMessage<?, ?>> handlerInterceptor) {
        return local.registerHandlerInterceptor(handlerInterceptor);
    }

    @Override
    public QueryUpdateEmitter queryUpdateEmitter() {
        return local.queryUpdateEmitter();
    }
}
