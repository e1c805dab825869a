import type { Me } from '@renshe/domain/account/account.contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { Navigate, Outlet, useLocation } from '@tanstack/react-router';
import { Modal, Spin } from 'antd';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { ChangePasswordPage } from '../account/ChangePasswordPage.tsx';
import { SecondStepPage } from '../account/SecondStepPage.tsx';
import { SignInForm } from '../account/SignInForm.tsx';
import { SignInPage } from '../account/SignInPage.tsx';
import { StepUpDialog } from '../account/StepUpDialog.tsx';
import { dropSheets } from '../grid/entry-draft.ts';
import { sessionEvents } from '../kit/api.ts';
import { ErrorPage } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { isPractice } from '../practice/practice-mode.ts';
import { usePreferencesOf } from '../preference/preference-sync.ts';
import { SearchPalette } from '../search/SearchPalette.tsx';
import { endAlong, greetAlong, hasAlong } from '../visit/along-guard.ts';
import { BottomBar } from './BottomBar.tsx';
import { LeftColumn } from './LeftColumn.tsx';
import { MeContext, useSession } from './session.ts';
import { TopBar } from './TopBar.tsx';
import { useFrameKeys } from './use-frame-keys.ts';
import { useNarrow } from './use-narrow.ts';

const PracticeGuide = lazy(async () => {
  const { PracticeGuide: Guide } = await import('../practice/PracticeGuide.tsx');
  return { default: Guide };
});

/** What stands around every page; asks who is there first and keeps the address while she signs in. */
export function Frame(): ReactNode {
  const session = useSession();
  const gone = session.error?.kind === 'unauthenticated';
  // Whose session ran out over her work: the page stays as it is while she still owes the second step.
  const [over, setOver] = useState<Me | null>(null);
  // Whoever opens the page without a session meets nothing of what somebody took along under one.
  useEffect(() => {
    if (gone) void endAlong();
  }, [gone]);
  if (session.data) {
    if (session.data.step === 'second-factor' && session.data.accountId === over?.accountId)
      return <Known key={over.accountId} me={over} onOver={setOver} />;
    if (session.data.step !== 'done') return <SecondStepPage me={session.data} />;
    return session.data.mustChangePassword ? (
      <ChangePasswordPage me={session.data} />
    ) : (
      <Known key={session.data.accountId} me={session.data} onOver={setOver} />
    );
  }
  if (gone) return <SignInPage />;
  // Without network the visits that were taken along are all there is; a browser that knows of none does not even ask.
  if ((session.error?.kind === 'network' || session.fetchStatus === 'paused') && hasAlong())
    return <Navigate to="/visits/along" />;
  if (session.error) return <ErrorPage error={session.error} onRetry={() => void session.refetch()} />;
  return <WholePageSpin />;
}

function WholePageSpin(): ReactNode {
  const { t } = useTexts();
  return (
    <div className="whole-page">
      <Spin description={t('kit.loading')}>
        <div className="spin-room" />
      </Spin>
    </div>
  );
}

interface SignedInProps {
  me: Me;
  onOver: (me: Me | null) => void;
}

/** Waits for how she likes to work, at a computer that has not seen her before. */
function Known(props: SignedInProps): ReactNode {
  return usePreferencesOf(props.me) ? <SignedIn {...props} /> : <WholePageSpin />;
}

function SignedIn(props: SignedInProps): ReactNode {
  const { t } = useTexts();
  const narrow = useNarrow();
  const client = useQueryClient();
  const [searching, setSearching] = useState(false);
  const [lost, setLost] = useState(false);
  const { pathname } = useLocation();

  const { me, onOver } = props;
  useEffect(() => {
    const onLost = () => {
      setLost(true);
      onOver(me);
      void endAlong();
    };
    sessionEvents.addEventListener('lost', onLost);
    return () => sessionEvents.removeEventListener('lost', onLost);
  }, [me, onOver]);

  // What somebody else has typed in this tab is nobody's business but hers.
  useEffect(() => dropSheets(props.me.accountId), [props.me.accountId]);
  const posts = props.me.posts.map((post) => post.postId).join(' ');
  useEffect(() => void greetAlong(props.me.accountId, posts.split(' ')), [props.me.accountId, posts]);

  const shownPath = useRef(pathname);
  useEffect(() => {
    if (shownPath.current === pathname) return;
    shownPath.current = pathname;
    // Whoever came by the navigation reads on in the new page; a field that took the focus keeps it.
    if (document.activeElement?.closest('nav, header') || document.activeElement === document.body) {
      document.getElementById('content')?.focus({ preventScroll: true });
    }
  }, [pathname]);

  const maySearch = props.me.permissions.includes('resident.read');
  return (
    <MeContext value={props.me}>
      <a className="skip-link" href="#content">
        {t('app.skip')}
      </a>
      <FrameKeys onSearch={maySearch ? () => setSearching(true) : null} />
      {isPractice() ? (
        <Suspense fallback={null}>
          <PracticeGuide />
        </Suspense>
      ) : null}
      <TopBar narrow={narrow} onSearch={maySearch ? () => setSearching(true) : null} />
      <div className="frame-body">
        {narrow ? null : <LeftColumn />}
        <main id="content" tabIndex={-1}>
          <Suspense fallback={<Spin />}>
            <Outlet key={pathname.split('/')[1] ?? ''} />
          </Suspense>
        </main>
      </div>
      {narrow ? <BottomBar /> : null}
      {maySearch ? <SearchPalette open={searching} onClose={() => setSearching(false)} /> : null}
      <StepUpDialog />
      <Modal
        open={lost}
        title={t('account.lostTitle')}
        footer={null}
        closable={false}
        mask={{ closable: false }}
        keyboard={false}
        width={420}
        afterOpenChange={(open) => {
          if (open) document.getElementById('password')?.focus();
        }}
      >
        <p>{t('account.lostHelp')}</p>
        <SignInForm
          login={props.me.login}
          onSignedIn={(signedIn) => {
            // Somebody else: what is open here was never hers.
            if (signedIn.accountId !== me.accountId) return window.location.assign('/');
            setLost(false);
            onOver(null);
            void client.invalidateQueries();
          }}
        />
      </Modal>
    </MeContext>
  );
}

/** Below the context of who is there. */
function FrameKeys(props: { onSearch: (() => void) | null }): ReactNode {
  useFrameKeys(props.onSearch);
  return null;
}
