export const usage = `Usage: eventsource-wasm [options] <url>

Prints the events of a server-sent event stream as they come, and reconnects when the stream is lost.

Request
  -X, --method METHOD     GET, or POST when there is a body
  -d, --data TEXT         the body; @FILE reads it from a file, - from the standard input
  -H, --header 'N: V'     a header; may be repeated
      --last-event-id ID  where to begin
      --resume FILE       begin where the last run ended, and keep the place in this file

Output: as an event stream, unless
      --json              one line of JSON for each event: type, data, id, lastEventId
      --data-only         the data and nothing else
      --event TYPE        events of this type only; may be repeated
  -v, --verbose           tell on the standard error what happens to the connection, and comments
  -q, --quiet             tell nothing there, not even why it failed
      --record FILE       write what arrives to a file as well, for the replay of eventsource-wasm/testing

End
      --until DATA        at the event with exactly this data, as [DONE]; it is not printed; may be repeated
      --until-event TYPE  after an event of this type; may be repeated
      --end               when the server ends the stream
      --count N           after so many events were printed
      --deadline TIME     fail after this time

Connection
      --connect-timeout TIME  ask again when no answer has come for so long
      --idle-timeout TIME     ask again when nothing has come for so long
      --max-attempts N        give up after so many failures in a row
      --no-reconnect          never ask again

      --help, --version

TIME is in seconds, or has a unit: 500ms, 30s, 5m, 1h.

Exit status
    0  the stream came to the end that was asked for, or nobody reads the output any more
    1  the command line is wrong, or a file that it names cannot be read
    2  the connection could not be made, or was lost and not made again
    3  the server answered, but with no event stream
    4  a time was over
    5  the output, a recording or the place could not be written
    6  an event was too large
  130  interrupted (143: terminated)
`;
